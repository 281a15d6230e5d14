using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Trees;

/// <summary>What <c>definition.yaml</c>, an entry of <c>collection.yaml</c> or a subpackage says of a package.</summary>
internal sealed record PackageDefinition
{
    /// <summary>Category, name and version.</summary>
    public required PackageId Id { get; init; }

    /// <summary>Where the definition begins.</summary>
    public required SourceLocation Location { get; init; }

    /// <summary>Run-time requirements.</summary>
    public ImmutableArray<PackageRequirement> Requires { get; init; } = [];

    /// <summary>Run-time conflicts.</summary>
    public ImmutableArray<PackageRequirement> Conflicts { get; init; } = [];

    /// <summary>Names and versions that this package stands in for.</summary>
    public ImmutableArray<PackageRequirement> Provides { get; init; } = [];

    /// <summary>Left out of listings; its files are not recorded in metadata.</summary>
    public bool Hidden { get; init; }

    /// <summary>Free text.</summary>
    public string Description { get; init; } = "";

    /// <summary>Free text.</summary>
    public string License { get; init; } = "";

    /// <summary>Addresses, for information.</summary>
    public ImmutableArray<string> Uri { get; init; } = [];

    /// <summary>Free text, for information.</summary>
    public ImmutableArray<string> UseFlags { get; init; } = [];

    /// <summary>Searchable labels.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Annotations; <c>config_protect</c> is the one with an effect.</summary>
    public ImmutableSortedDictionary<string, string> Annotations { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>All keys as the templates see them below <c>.Values</c>, before values files are merged over them.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyDictionary<string, object?> Values { get; init; } = ImmutableSortedDictionary<string, object?>.Empty;
}
