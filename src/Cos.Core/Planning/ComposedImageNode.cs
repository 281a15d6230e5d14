using System.Collections.Immutable;

namespace Cos.Sdk.Planning;

/// <summary>A base image that is composed of artifacts, unpacked over one another in order (<c>requires_final_images</c>, <c>join</c>).</summary>
internal sealed record ComposedImageNode : PlanNode
{
    /// <summary>Name of the image: repository and content hash.</summary>
    public required string Image { get; init; }

    /// <summary>Operating system and architecture, for example <c>linux/amd64</c>.</summary>
    public required string Platform { get; init; }

    /// <summary>Keys of the artifact nodes and of fetched archives, first at the bottom.</summary>
    public required ImmutableArray<string> Parts { get; init; }

    /// <summary>Those of the parts that repositories of others serve.</summary>
    public ImmutableArray<FetchedArchive> Fetched { get; init; } = [];

    /// <summary>What the archives hold: the hash of each part's content.</summary>
    public ImmutableArray<string> Contents { get; init; } = [];
}
