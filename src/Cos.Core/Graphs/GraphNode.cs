using Cos.Sdk.Trees;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Graphs;

/// <summary>A package of the build.</summary>
/// <param name="Id">Category, name and version.</param>
/// <param name="Package">Where it was found.</param>
/// <param name="Spec">How it is built; null when it cannot be.</param>
/// <param name="IsOwn">Whether it is the project's own.</param>
/// <param name="IsTarget">Whether the project asks for it.</param>
internal sealed record GraphNode(PackageId Id, Package Package, BuildSpec? Spec, bool IsOwn, bool IsTarget)
{
    /// <summary>Whether it has no content of its own.</summary>
    public bool IsVirtual => Spec?.IsVirtual ?? false;

    /// <summary>Whether its base is composed of archives.</summary>
    public bool IsComposed => Spec?.RequiresFinalImages ?? false;
}
