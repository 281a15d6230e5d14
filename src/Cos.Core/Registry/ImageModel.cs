using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Cos.Sdk.Registry;

/// <summary>What names a piece of content: its type, digest and size.</summary>
internal sealed record ContentDescriptor
{
    /// <summary>Media type.</summary>
    public string MediaType { get; init; } = "";

    /// <summary>Digest: <c>sha256:…</c>.</summary>
    public string Digest { get; init; } = "";

    /// <summary>Bytes.</summary>
    public long Size { get; init; }

    /// <summary>In an index: what the image is for.</summary>
    public ImagePlatform? Platform { get; init; }

    /// <summary>Free texts.</summary>
    public ImmutableDictionary<string, string>? Annotations { get; init; }
}

/// <summary>A platform, as OCI names it.</summary>
internal sealed record ImagePlatform
{
    /// <summary>For example <c>amd64</c>.</summary>
    public string Architecture { get; init; } = "";

    /// <summary>For example <c>linux</c>.</summary>
    public string Os { get; init; } = "";

    /// <summary>For example <c>v7</c>.</summary>
    public string? Variant { get; init; }

    /// <summary>Reads <c>os/architecture[/variant]</c>.</summary>
    public static ImagePlatform Parse(string text)
    {
        string[] parts = text.Split('/');
        return new ImagePlatform { Os = parts[0], Architecture = parts.ElementAtOrDefault(1) ?? "", Variant = parts.ElementAtOrDefault(2) };
    }

    /// <summary>Whether an image for that platform runs on this one.</summary>
    public bool Accepts(ImagePlatform other) =>
        other.Os == Os && other.Architecture == Architecture && (VariantOf(this) is not { } mine || VariantOf(other) is not { } theirs || mine == theirs);

    /// <inheritdoc />
    public override string ToString() => string.IsNullOrEmpty(Variant) ? $"{Os}/{Architecture}" : $"{Os}/{Architecture}/{Variant}";

    /// <summary>arm64 is v8 whether said or not.</summary>
    private static string? VariantOf(ImagePlatform platform) =>
        string.IsNullOrEmpty(platform.Variant) ? null : platform is { Architecture: "arm64", Variant: "v8" } ? null : platform.Variant;
}

/// <summary>The manifest of one image.</summary>
internal sealed record ImageManifest
{
    /// <summary>Always 2.</summary>
    public int SchemaVersion { get; init; } = 2;

    /// <summary>Media type; OCI manifests may leave it out.</summary>
    public string? MediaType { get; init; }

    /// <summary>Its configuration.</summary>
    public ContentDescriptor? Config { get; init; }

    /// <summary>Its layers, lowest first.</summary>
    public ImmutableArray<ContentDescriptor> Layers { get; init; } = [];

    /// <summary>Free texts.</summary>
    public ImmutableDictionary<string, string>? Annotations { get; init; }
}

/// <summary>Manifests for several platforms under one name.</summary>
internal sealed record ImageIndex
{
    /// <summary>Always 2.</summary>
    public int SchemaVersion { get; init; } = 2;

    /// <summary>Media type.</summary>
    public string? MediaType { get; init; }

    /// <summary>The manifests.</summary>
    public ImmutableArray<ContentDescriptor> Manifests { get; init; } = [];
}

/// <summary>The configuration of an image, as far as images of files have one.</summary>
internal sealed record ImageConfiguration
{
    /// <summary>OCI name of the architecture.</summary>
    public string Architecture { get; init; } = "";

    /// <summary>OCI name of the system.</summary>
    public string Os { get; init; } = "";

    /// <summary>Variant of the architecture.</summary>
    public string? Variant { get; init; }

    /// <summary>RFC 3339.</summary>
    public string? Created { get; init; }

    /// <summary>How containers of it run.</summary>
    public ContainerSettings Config { get; init; } = new();

    /// <summary>Layers without compression.</summary>
    public ImageRootFileSystem Rootfs { get; init; } = new();

    /// <summary>One entry for each layer.</summary>
    public ImmutableArray<ImageHistory> History { get; init; } = [];
}

/// <summary>How containers of an image run.</summary>
internal sealed record ContainerSettings
{
    /// <summary>Labels.</summary>
    [JsonPropertyName("Labels")]
    public ImmutableSortedDictionary<string, string>? Labels { get; init; }
}

/// <summary>The layers of an image by the digests of their tars.</summary>
internal sealed record ImageRootFileSystem
{
    /// <summary>Always <c>layers</c>.</summary>
    public string Type { get; init; } = "layers";

    /// <summary>Digests of the layers' tars, lowest first.</summary>
    [JsonPropertyName("diff_ids")]
    public ImmutableArray<string> DiffIds { get; init; } = [];
}

/// <summary>What made a layer.</summary>
internal sealed record ImageHistory
{
    /// <summary>RFC 3339.</summary>
    public string? Created { get; init; }

    /// <summary>The command.</summary>
    [JsonPropertyName("created_by")]
    public string? CreatedBy { get; init; }

    /// <summary>Free text.</summary>
    public string? Comment { get; init; }
}

/// <summary>Tags of a repository.</summary>
internal sealed record TagPage
{
    /// <summary>The tags; registries send null for none.</summary>
    public ImmutableArray<string>? Tags { get; init; }
}

/// <summary>Serialisers made at compile time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 64)]
[JsonSerializable(typeof(ImageManifest))]
[JsonSerializable(typeof(ImageIndex))]
[JsonSerializable(typeof(ImageConfiguration))]
[JsonSerializable(typeof(TagPage))]
internal sealed partial class RegistryJsonContext : JsonSerializerContext;
