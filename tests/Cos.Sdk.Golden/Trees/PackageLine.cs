using System.Text.Json.Serialization;

namespace Cos.Sdk.Golden.Trees;

/// <summary>What a tree says of one package, in a form that any tool's reading can be compared with. What is empty or off is null.</summary>
internal sealed record PackageLine
{
    /// <summary><c>cat/name@version</c>.</summary>
    [JsonPropertyName("package")]
    public required string Package { get; init; }

    [JsonPropertyName("image")]
    public string? Image { get; init; }

    [JsonPropertyName("steps")]
    public string[]? Steps { get; init; }

    [JsonPropertyName("prelude")]
    public string[]? Prelude { get; init; }

    [JsonPropertyName("env")]
    public string[]? Environment { get; init; }

    [JsonPropertyName("includes")]
    public string[]? Includes { get; init; }

    [JsonPropertyName("excludes")]
    public string[]? Excludes { get; init; }

    [JsonPropertyName("unpack")]
    public bool? Unpack { get; init; }

    [JsonPropertyName("package_dir")]
    public string? PackageDirectory { get; init; }

    [JsonPropertyName("requires_final_images")]
    public bool? RequiresFinalImages { get; init; }

    /// <summary><c>cat/name@selector</c>.</summary>
    [JsonPropertyName("requires")]
    public string[]? Requires { get; init; }

    /// <summary><c>cat/name@selector source destination</c>, or an image in the package's place.</summary>
    [JsonPropertyName("copy")]
    public string[]? Copies { get; init; }

    /// <summary>The build-time predecessors in order, as <c>cat/name@version</c>; the package itself is left out.</summary>
    [JsonPropertyName("chain")]
    public string[]? Chain { get; init; }
}
