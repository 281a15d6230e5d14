using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Cos.Sdk.Templating;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Trees;

/// <summary>The packages and shared templates of one or more trees.</summary>
internal sealed class PackageTree
{
    private readonly FrozenDictionary<PackageId, Package> _byId;

    private readonly FrozenDictionary<PackageName, ImmutableArray<Package>> _byName;

    /// <summary>Takes packages with different identities.</summary>
    public PackageTree(IEnumerable<Package> packages, ImmutableArray<TemplateSource> templates)
    {
        Packages = [.. packages.OrderBy(package => package.Id.Name).ThenBy(package => package.Id.Version, StringComparer.Ordinal)];
        Templates = templates;
        _byId = Packages.ToFrozenDictionary(package => package.Id);
        _byName = Packages.GroupBy(package => package.Id.Name).ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray());
    }

    /// <summary>Each identity once, by category, name and version in byte order.</summary>
    public ImmutableArray<Package> Packages { get; }

    /// <summary>The files of all <c>templates</c> folders, in the order in which they are glued before a build file.</summary>
    public ImmutableArray<TemplateSource> Templates { get; }

    /// <summary>All versions of a package, in byte order; empty when there is none.</summary>
    public ImmutableArray<Package> Find(PackageName name) => _byName.TryGetValue(name, out ImmutableArray<Package> found) ? found : [];

    /// <summary>One version of a package.</summary>
    public bool TryFind(PackageId id, [NotNullWhen(true)] out Package? package) => _byId.TryGetValue(id, out package);
}
