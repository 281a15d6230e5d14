using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees;
using Cos.Sdk.Trust;

namespace Cos.Sdk.Repositories.Publishing;

/// <summary>What is published, and how.</summary>
internal sealed record PublishRequest
{
    /// <summary>Absolute path of a repository in a folder.</summary>
    public required string Source { get; init; }

    /// <summary>Absolute path for what is made on the way.</summary>
    public required string WorkFolder { get; init; }

    /// <summary>Where clients will find it; empty for the destination's own address.</summary>
    public ImmutableArray<string> Urls { get; init; } = [];

    /// <summary>Whether packages that are there already and are not in the source stay listed.</summary>
    public bool KeepsOthers { get; init; } = true;

    /// <summary>Whether a requirement that nothing published meets is a warning and not an error.</summary>
    public bool AllowsMissingRequirements { get; init; }

    /// <summary>Packages of other repositories that clients have too.</summary>
    public ImmutableArray<PackageDefinition> KnownElsewhere { get; init; } = [];

    /// <summary>Seconds since 1970: the time of the update, when there is one.</summary>
    public required long Epoch { get; init; }

    /// <summary>Name of the snapshot; empty for the number of the revision.</summary>
    public string Snapshot { get; init; } = "";

    /// <summary>How many packages are sent at once.</summary>
    public int Width { get; init; } = 4;

    /// <summary>Signs the entry point, which vouches for the rest; null leaves it unsigned.</summary>
    public SigningKey? SigningKey { get; init; }

    /// <summary>Where the project declares the destination.</summary>
    public SourceLocation? Location { get; init; }
}
