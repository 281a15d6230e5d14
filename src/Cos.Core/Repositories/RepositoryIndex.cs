using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Repositories;

/// <summary>What a repository offers.</summary>
internal sealed class RepositoryIndex
{
    private readonly Dictionary<PackageId, RepositoryPackage> _byId;

    /// <param name="header">What repository.yaml says.</param>
    /// <param name="packages">One for each id.</param>
    public RepositoryIndex(RepositoryHeader header, IEnumerable<RepositoryPackage> packages)
    {
        Header = header;
        Packages = [.. packages.OrderBy(package => package.Definition.Id.Name).ThenBy(package => package.Definition.Id.Version, StringComparer.Ordinal)];
        _byId = Packages.ToDictionary(package => package.Definition.Id);
    }

    /// <summary>What repository.yaml says.</summary>
    public RepositoryHeader Header { get; }

    /// <summary>In order of category, name and version, byte by byte.</summary>
    public ImmutableArray<RepositoryPackage> Packages { get; }

    /// <summary>Finds one version of one package.</summary>
    public bool TryGet(PackageId id, [NotNullWhen(true)] out RepositoryPackage? package) => _byId.TryGetValue(id, out package);
}
