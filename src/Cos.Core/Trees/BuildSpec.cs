using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Trees;

/// <summary>What a rendered <c>build.yaml</c> says: how the image of a package is built and what of it becomes the artifact.</summary>
internal sealed record BuildSpec
{
    /// <summary>Base image of the first image; empty when the base comes from requirements. Beside it, requirements are ignored.</summary>
    public string Image { get; init; } = "";

    /// <summary>Build-time requirements, <c>join</c> entries included.</summary>
    public ImmutableArray<PackageRequirement> Requires { get; init; } = [];

    /// <summary>Build-time conflicts.</summary>
    public ImmutableArray<PackageRequirement> Conflicts { get; init; } = [];

    /// <summary>Build-time provides.</summary>
    public ImmutableArray<PackageRequirement> Provides { get; init; } = [];

    /// <summary>Commands whose results are below the delta's line.</summary>
    public ImmutableArray<Step> Prelude { get; init; } = [];

    /// <summary>Commands whose results are the delta.</summary>
    public ImmutableArray<Step> Steps { get; init; } = [];

    /// <summary>Lines <c>KEY=value</c>, verbatim.</summary>
    public ImmutableArray<string> Environment { get; init; } = [];

    /// <summary>The artifact is the whole file system of the image.</summary>
    public bool Unpack { get; init; }

    /// <summary>The artifact is this directory of the image, its path stripped; empty for none.</summary>
    public string PackageDirectory { get; init; } = "";

    /// <summary>Regular expressions over absolute paths; with any, only what one matches is taken.</summary>
    public ImmutableArray<PathPattern> Includes { get; init; } = [];

    /// <summary>Regular expressions over absolute paths; what one matches is left out.</summary>
    public ImmutableArray<PathPattern> Excludes { get; init; } = [];

    /// <summary>Files taken from images of other packages or from images by reference.</summary>
    public ImmutableArray<CopyEntry> Copies { get; init; } = [];

    /// <summary>Globs relative to the artifact folder, or URLs, added to <c>/luetbuild/</c>.</summary>
    public ImmutableArray<RetrieveEntry> Retrieve { get; init; } = [];

    /// <summary>The base is composed from the artifacts of the requirements instead of their images (<c>requires_final_images</c>, <c>join</c>).</summary>
    public bool RequiresFinalImages { get; init; }

    /// <summary>Parts of the artifact that become packages of their own.</summary>
    public ImmutableArray<Subpackage> Subpackages { get; init; } = [];

    /// <summary>What of the steps' results a delta takes.</summary>
    public DeltaMode Delta { get; init; } = DeltaMode.Added;

    /// <summary>The text of the Dockerfile that makes the second image instead of steps; empty unless a Dockerfile gives the package.</summary>
    public string Dockerfile { get; init; } = "";

    /// <summary>The parts of that Dockerfile; null unless there is one.</summary>
    [JsonIgnore]
    public DockerfileContent? DockerfileContent { get; init; }

    /// <summary>No steps, no image, no requirement and nothing to take: nothing is built, the artifact is empty.</summary>
    public bool IsVirtual =>
        Steps.IsEmpty && Prelude.IsEmpty && Image.Length == 0 && Requires.IsEmpty && !Unpack && PackageDirectory.Length == 0;
}
