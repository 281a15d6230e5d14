using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Cos.Sdk.Planning;

/// <summary>
/// A node of the build graph: all that is needed to make one image or one artifact, and nothing else. Its JSON form is a plan file:
/// the cache key, what MSBuild tracks, and the provenance.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ImageNode), "image")]
[JsonDerivedType(typeof(ComposedImageNode), "composed-image")]
[JsonDerivedType(typeof(ArtifactNode), "artifact")]
internal abstract record PlanNode
{
    /// <summary>Stable name of the node, also of its plan file without <c>.json</c>; it does not change with content.</summary>
    [JsonIgnore]
    public string Key { get; init; } = "";

    /// <summary><c>category/name@version</c>.</summary>
    [JsonPropertyOrder(-3)]
    public required string Package { get; init; }

    /// <summary>SHA-256 over all that can change the result, 64 hex digits.</summary>
    [JsonPropertyOrder(-2)]
    public required string Hash { get; init; }

    /// <summary>Keys of the nodes that must be done before.</summary>
    [JsonPropertyOrder(-1)]
    public required ImmutableArray<string> DependsOn { get; init; }
}
