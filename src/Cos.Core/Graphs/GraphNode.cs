using Cos.Sdk.Trees;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Graphs;

/// <summary>A package of the build.</summary>
/// <param name="Definition">What it says of itself.</param>
/// <param name="Spec">How it is built; null when it is not.</param>
/// <param name="TreeRoot">The inherited tree that it lies in; null for own packages and for those of repositories.</param>
/// <param name="IsOwn">Whether it is the project's own.</param>
/// <param name="IsTarget">Whether the project asks for it.</param>
internal sealed record GraphNode(PackageDefinition Definition, BuildSpec? Spec, string? TreeRoot, bool IsOwn, bool IsTarget)
{
    /// <summary>Category, name and version.</summary>
    public PackageId Id => Definition.Id;

    /// <summary>Whether it has no content of its own.</summary>
    public bool IsVirtual => Spec?.IsVirtual ?? false;

    /// <summary>Whether its base is composed of archives.</summary>
    public bool IsComposed => Spec?.RequiresFinalImages ?? false;
}
