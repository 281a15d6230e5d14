using System.Collections.Immutable;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Planning;

/// <summary>What the project file decides about planning.</summary>
internal sealed record PlanSettings
{
    /// <summary>Raised whenever the same inputs give another image or artifact than before.</summary>
    public const string Generator = "1";

    /// <summary>Begins the names of images that stay in the engine.</summary>
    private const string LocalRegistry = "cos.local";

    /// <summary>Folder that plan files name their contexts relative to.</summary>
    public required string ProjectFolder { get; init; }

    /// <summary>Repository part of the names of images.</summary>
    public required string ImageRepository { get; init; }

    /// <summary>For example <c>linux/amd64</c>.</summary>
    public required string Platform { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public required long Epoch { get; init; }

    /// <summary><c>none</c>, <c>gzip</c> or <c>zstd</c>.</summary>
    public required string Compression { get; init; }

    /// <summary>Level of the compression.</summary>
    public required int CompressionLevel { get; init; }

    /// <summary>Identifies the Dockerfile template; empty for the SDK's own.</summary>
    public string DockerfileTemplateDigest { get; init; } = "";

    /// <summary>The packages whose artifacts are wanted.</summary>
    public ImmutableArray<PackageRequirement> Targets { get; init; } = [];

    /// <summary>Whether the repository part of images' names names a registry, so that other machines may have them.</summary>
    public static bool IsShared(string imageRepository) =>
        imageRepository.Split('/') is [var registry, _, ..] && registry != LocalRegistry && (registry == "localhost" || registry.AsSpan().ContainsAny('.', ':'));
}
