using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Repositories;

/// <summary>Reads definitions that a repository tool wrote: packages in tree archives and in indexes.</summary>
internal static class IndexedDefinition
{
    /// <summary>Reads one package.</summary>
    /// <param name="package">The mapping with <c>name</c>, <c>category</c>, <c>version</c> and so on.</param>
    /// <exception cref="CosException">It has no name, or something in it is not as it must be.</exception>
    public static PackageDefinition Read(IndexMapping package) => new()
    {
        Id = ReadId(package),
        Location = package.Location,
        Requires = ReadRequirements(package, "requires"),
        Conflicts = ReadRequirements(package, "conflicts"),
        Provides = ReadRequirements(package, "provides"),
        Hidden = package.TextOrEmpty("hidden") is "true",
        Description = package.TextOrEmpty("description"),
        License = package.TextOrEmpty("license"),
        Uri = package.Texts("uri"),
        UseFlags = package.Texts("use_flags"),
        Labels = ReadMap(package, "labels"),
        Annotations = ReadMap(package, "annotations"),
        Values = package.Values,
    };

    /// <summary>Category, name and version.</summary>
    public static PackageId ReadId(IndexMapping package) =>
        new(new PackageName(package.TextOrEmpty("category"), package.Text("name")), package.TextOrEmpty("version"));

    private static ImmutableArray<PackageRequirement> ReadRequirements(IndexMapping package, string key) =>
        [.. package.Mappings(key).Select(entry => new PackageRequirement(ReadId(entry).Name, entry.TextOrEmpty("version"), entry.Location))];

    private static ImmutableSortedDictionary<string, string> ReadMap(IndexMapping package, string key) =>
        package.Mapping(key) is { } map
            ? map.Keys.ToImmutableSortedDictionary(name => name, map.TextOrEmpty, StringComparer.Ordinal)
            : ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}
