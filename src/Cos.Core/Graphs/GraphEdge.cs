using Cos.Sdk.Versions;

namespace Cos.Sdk.Graphs;

/// <summary>One need of one package.</summary>
/// <param name="From">Who needs.</param>
/// <param name="To">What meets it.</param>
/// <param name="Kind">How.</param>
/// <param name="Requirement">As written.</param>
internal sealed record GraphEdge(PackageId From, PackageId To, GraphEdgeKind Kind, PackageRequirement Requirement)
{
    /// <summary>Whether it is met by what the other provides, not by its name.</summary>
    public bool IsProvided => Requirement.Name != To.Name;
}
