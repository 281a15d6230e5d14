using System.Collections.Immutable;
using Cos.Sdk.Registry;

namespace Cos.Sdk.Building.Caching;

/// <summary>Which registries keep images of nodes for other machines.</summary>
internal sealed record CacheOptions
{
    /// <summary>Repositories that are asked, in this order.</summary>
    public ImmutableArray<ImageReference> PullFrom { get; init; } = [];

    /// <summary>Repositories that are asked besides for one image: those of whoever published its package. By name of the image.</summary>
    public ImmutableDictionary<string, ImageReference> OfOthers { get; init; } = ImmutableDictionary<string, ImageReference>.Empty;

    /// <summary>Whether nobody is asked for anything.</summary>
    public bool IsEmpty => PullFrom.IsEmpty && OfOthers.IsEmpty;

    /// <summary>Whether images that were made are pushed under their own names.</summary>
    public bool Pushes { get; init; }

    /// <summary>How long to wait for another machine that makes the same image; zero not to wait.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>How often another machine's work is looked at.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The times of taking turns.</summary>
    public TurnTiming Turns { get; init; } = new();
}
