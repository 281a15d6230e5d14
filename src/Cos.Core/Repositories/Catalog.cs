using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Fetching;
using Cos.Sdk.Planning;
using Cos.Sdk.Trees;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Repositories;

/// <summary>Reads the state of a repository that the lock pins out of the cache: no network, no archive, no index.</summary>
internal static class Catalog
{
    /// <summary>What planning needs to know; null when the cache does not have it.</summary>
    /// <param name="name">What the project calls the repository.</param>
    /// <param name="locked">The state.</param>
    /// <param name="cache">Where it was put.</param>
    /// <param name="problems">Gets what is wrong with files of its compiler tree.</param>
    public static InheritedRepository? Read(string name, LockedRepository locked, RepositoryCache cache, ICollection<string> problems)
    {
        string? tree = locked.CompilerTree is { } file ? cache.TreeOf(file) : null;
        if ((tree is not null && !Directory.Exists(tree)) || CatalogDocument.Read(cache.CatalogOf(locked)) is not { } catalog)
        {
            return null;
        }
        foreach (string problem in catalog.Problems)
        {
            problems.Add(problem);
        }
        Dictionary<(string, string), string> digests = [];
        foreach (LockedArchive archive in locked.Packages.Where(archive => archive.Digest is not null))
        {
            digests[(archive.Package, archive.Version)] = archive.Digest![(archive.Digest!.IndexOf(':', StringComparison.Ordinal) + 1)..];
        }
        return new InheritedRepository
        {
            Name = name,
            Identity = string.Join(' ', digests.Values.Prepend(RepositoryCache.IdentityOf(locked))),
            Packages = [.. catalog.Packages.Select(entry => PackageOf(entry, name, tree, digests))],
            Templates = [.. catalog.Templates.Select(template => Path.Combine(tree!, template))],
        };
    }

    private static InheritedPackage PackageOf(
        CatalogDocument.Entry entry, string repository, string? tree, Dictionary<(string, string), string> digests)
    {
        PackageId id = new(new PackageName(entry.Category, entry.Name), entry.Version);
        return new InheritedPackage
        {
            Id = id,
            Requires = RequirementsOf(entry.Requires),
            Conflicts = RequirementsOf(entry.Conflicts),
            Provides = RequirementsOf(entry.Provides),
            Archive = entry.Archive is null
                ? null
                : new FetchedArchive(
                    id.ToString(), repository, entry.Archive, digests.GetValueOrDefault((id.Name.ToString(), id.Version), entry.Sha256!)),
            IndexSha256 = entry.Sha256 ?? "",
            Image = entry.Image ?? "",
            IsWholeSystem = entry.IsWholeSystem,
            Values = entry.Values ?? "",
            CachedIn = entry.CachedIn,
            Source = entry.Folder is null ? null : SourceOf(entry, id, tree!),
        };
    }

    private static Package? SourceOf(CatalogDocument.Entry entry, PackageId id, string tree)
    {
        string folder = Path.GetFullPath(Path.Combine(tree, entry.Folder!), tree);
        string definition = Path.Combine(folder, entry.DefinitionFile!);
        return !entry.HasBuildFile ? null : new Package
        {
            Definition = new PackageDefinition { Id = id, Location = new SourceLocation(definition, 1, 1) },
            Folder = folder,
            TreeRoot = tree,
            Kind = entry.CollectionIndex is null ? PackageKind.Definition : PackageKind.Collection,
            DefinitionFile = definition,
            BuildFile = Path.Combine(folder, "build.yaml"),
            CollectionIndex = entry.CollectionIndex,
        };
    }

    private static ImmutableArray<PackageRequirement> RequirementsOf(CatalogDocument.Requirement[]? requirements) =>
        [.. (requirements ?? []).Select(item => new PackageRequirement(new PackageName(item.Category, item.Name), item.Selector))];
}
