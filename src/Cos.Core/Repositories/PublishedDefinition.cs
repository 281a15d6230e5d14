using Cos.Sdk.Trees;

namespace Cos.Sdk.Repositories;

/// <summary>A definition of a source tree.</summary>
/// <param name="Definition">What it says.</param>
/// <param name="Folder">The absolute path of its folder.</param>
/// <param name="FinalizeFile">The absolute path of its finalize.yaml; null when it has none.</param>
internal sealed record PublishedDefinition(PackageDefinition Definition, string Folder, string? FinalizeFile)
{
    /// <summary>A package of a tree.</summary>
    public static PublishedDefinition Of(Package package) => new(package.Definition, package.Folder, package.FinalizeFile);

    /// <summary>A part of a package's artifact; it has no finalizer of its own.</summary>
    public static PublishedDefinition Of(Package whole, Subpackage part) => new(part.Definition, whole.Folder, null);
}
