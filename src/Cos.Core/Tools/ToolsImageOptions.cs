using System.Collections.Immutable;

namespace Cos.Sdk.Tools;

/// <summary>Which programs run in a container, and in which image.</summary>
internal sealed record ToolsImageOptions
{
    /// <summary>Whether the image is used also where the host has a program; null to use it for those alone that the host lacks.</summary>
    public bool? Use { get; init; }

    /// <summary>A ready image with the programs; empty to make one from <see cref="BaseImage"/>.</summary>
    public string Image { get; init; } = "";

    /// <summary>A Debian image that the programs are installed into.</summary>
    public string BaseImage { get; init; } = "debian:bookworm-slim";

    /// <summary>The network in which they are installed; null for the engine's own.</summary>
    public string? NetworkMode { get; init; }

    /// <summary>Build arguments of the installation: proxies.</summary>
    public ImmutableDictionary<string, string> BuildArguments { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Absolute path of a folder that remembers which versions an image has.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>Absolute path of the log of the installation.</summary>
    public required string LogFile { get; init; }
}
