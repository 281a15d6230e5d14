using Cos.Sdk.Trees;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Repositories;

/// <summary>What a package wants to be run in the system that it was installed to.</summary>
/// <param name="Package">The package.</param>
/// <param name="Definition">Its definition, which its finalize.yaml is rendered with.</param>
/// <param name="Text">Its finalize.yaml as the repository has it, not rendered.</param>
internal sealed record RequiredFinalizer(PackageId Package, PackageDefinition Definition, string Text)
{
    /// <summary>The finalizer of a package; null when it has none.</summary>
    public static RequiredFinalizer? Of(InstallationPackage package) =>
        package.Package.Finalizer is { } text ? new RequiredFinalizer(package.Package.Definition.Id, package.Package.Definition, text) : null;
}
