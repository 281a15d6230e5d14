using System.Collections.Immutable;
using Cos.Sdk.Trees;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Planning;

/// <summary>Packages that the project adds to its system: run-time requirements of the system's package, as if its definition named them.</summary>
internal static class SystemParts
{
    /// <summary>The parts, sorted by name.</summary>
    public static ImmutableArray<PackageRequirement> Of(PackageTree tree, SourceOptions options) => options.SystemPackage.Length == 0
        ? []
        : [.. tree.Packages
            .Where(package => options.SystemFolders.Any(folder => SourceModel.IsBelow(package.Folder, folder)))
            .Select(package => new PackageRequirement(package.Id.Name, ">=" + package.Id.Version, package.Definition.Location))];

    /// <summary>The tree in which every version of the system's package requires the parts.</summary>
    public static PackageTree AddTo(PackageTree tree, SourceOptions options)
    {
        ImmutableArray<PackageRequirement> parts = Of(tree, options);
        if (parts.IsEmpty)
        {
            return tree;
        }
        PackageName system = PackageReference.ParseRequirement(options.SystemPackage).Name;
        return new PackageTree(
            tree.Packages.Select(package => package.Id.Name == system
                ? package with { Definition = With(package.Definition, parts) }
                : package),
            tree.Templates);
    }

    private static PackageDefinition With(PackageDefinition system, ImmutableArray<PackageRequirement> parts) =>
        system with { Requires = [.. system.Requires, .. parts.Where(part => system.Requires.All(known => known.Name != part.Name))] };
}
