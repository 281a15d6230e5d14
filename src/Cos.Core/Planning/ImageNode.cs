using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Cos.Sdk.Planning;

/// <summary>An image that the engine builds from a parent, a context and instructions.</summary>
internal sealed record ImageNode : PlanNode
{
    /// <summary>Name of the image: repository and content hash.</summary>
    public required string Image { get; init; }

    /// <summary>Operating system and architecture, for example <c>linux/amd64</c>.</summary>
    public required string Platform { get; init; }

    /// <summary>Where the image begins.</summary>
    public required ParentImage Parent { get; init; }

    /// <summary>The Dockerfile below FROM, in order.</summary>
    public required ImmutableArray<Instruction> Instructions { get; init; }

    /// <summary>How many of the last instructions are the package's <c>steps</c>: the delta's line is before the first of them.</summary>
    public required int StepCount { get; init; }

    /// <summary>Images besides the parent that instructions copy from.</summary>
    public required ImmutableArray<ParentImage> CopiedImages { get; init; }

    /// <summary>Files of the artifact folder that the context takes in.</summary>
    public ImmutableArray<RetrievedFile> Retrieved { get; init; } = [];

    /// <summary>The text of the Dockerfile where the package's own is used as it is; null where it is made of <see cref="Instructions"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Dockerfile { get; init; }

    /// <summary>The package folder; null when nothing of it is sent to the engine.</summary>
    public BuildContext? Context { get; init; }

    /// <summary>Digest of the project's own template for Dockerfiles; empty for the SDK's.</summary>
    public string Template { get; init; } = "";

    /// <summary>The image repository of whoever published the package, where the image may be found; null for none.</summary>
    public string? CachedIn { get; init; }

    /// <summary>Which way of making images the SDK had.</summary>
    public string Generator { get; init; } = "";

    /// <summary>Why each package below this one is there, and at this version.</summary>
    public ImmutableArray<VersionChoice> Versions { get; init; } = [];
}
