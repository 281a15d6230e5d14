using System.Collections.Immutable;
using System.Text.Json;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Files;
using Cos.Sdk.Trees;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Repositories;

/// <summary>Makes the catalog of a repository out of its index, its tree and its unpacked compiler tree.</summary>
internal static class CatalogWriter
{
    private const int MostProblems = 100;

    /// <summary>Writes the catalog.</summary>
    /// <param name="file">Where it goes.</param>
    /// <param name="index">The index, with the definitions of the tree.</param>
    /// <param name="entries">The index as it is stored.</param>
    /// <param name="tree">The folder of the compiler tree; null when there is none.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static void Write(
        string file, RepositoryIndex index, IReadOnlyCollection<IndexEntry> entries, string? tree, CancellationToken cancellationToken)
    {
        DiagnosticBag problems = [];
        PackageTree sources = tree is null ? new PackageTree([], []) : TreeReader.Read([tree], problems, null, cancellationToken);
        Dictionary<PackageId, IndexEntry> stored = [];
        foreach (IndexEntry entry in entries)
        {
            stored[entry.Id] = entry;
        }
        Dictionary<PackageId, CatalogDocument.Entry> packages = sources.Packages.ToDictionary(package => package.Id, package => EntryOf(package, tree!));
        foreach (RepositoryPackage package in index.Packages)
        {
            PackageId id = package.Definition.Id;
            packages[id] = WithArchive(packages.GetValueOrDefault(id) ?? EntryOf(id), package, stored[id]);
        }
        CatalogDocument catalog = new()
        {
            Templates = [.. sources.Templates.Select(template => Relative(template.File, tree!))],
            Packages = [.. packages.OrderBy(item => item.Key.Name).ThenBy(item => item.Key.Version, StringComparer.Ordinal).Select(item => item.Value)],
            Problems =
            [
                .. problems.Where(problem => problem.Severity == DiagnosticSeverity.Error).Take(MostProblems)
                    .Select(problem => $"{Relative(problem.Location?.File ?? tree!, tree!)}({problem.Location?.Line}): {problem.Message}"),
            ],
        };
        AtomicFile.Write(file, JsonSerializer.Serialize(catalog, CatalogJsonContext.Default.CatalogDocument));
    }

    private static CatalogDocument.Entry EntryOf(PackageId id) => new() { Category = id.Name.Category, Name = id.Name.Name, Version = id.Version };

    private static CatalogDocument.Entry EntryOf(Package package, string tree) => EntryOf(package.Id) with
    {
        Requires = RequirementsOf(package.Definition.Requires),
        Conflicts = RequirementsOf(package.Definition.Conflicts),
        Provides = RequirementsOf(package.Definition.Provides),
        Folder = Relative(package.Folder, tree),
        DefinitionFile = Path.GetFileName(package.DefinitionFile),
        CollectionIndex = package.CollectionIndex,
        HasBuildFile = package.BuildFile is not null,
    };

    /// <summary>What is published counts for the archive; the source may have moved on since.</summary>
    private static CatalogDocument.Entry WithArchive(CatalogDocument.Entry entry, RepositoryPackage package, IndexEntry stored) => entry with
    {
        Requires = RequirementsOf(package.Definition.Requires),
        Conflicts = RequirementsOf(package.Definition.Conflicts),
        Provides = RequirementsOf(package.Definition.Provides),
        Archive = package.ArchiveFile,
        Sha256 = package.Sha256,
        Image = stored.Image.Length == 0 ? null : stored.Image,
        IsWholeSystem = stored.IsWholeSystem,
        Values = stored.Values.Length == 0 ? null : stored.Values,
        CachedIn = stored.CachedIn.Length == 0 ? null : stored.CachedIn,
    };

    private static CatalogDocument.Requirement[]? RequirementsOf(ImmutableArray<PackageRequirement> requirements) => requirements.IsEmpty
        ? null
        : [.. requirements.Select(item => new CatalogDocument.Requirement(item.Name.Category, item.Name.Name, item.Selector))];

    private static string Relative(string path, string tree) => Path.GetRelativePath(tree, path).Replace('\\', '/');
}
