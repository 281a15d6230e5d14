using Cos.Sdk.Artifacts;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;

namespace Cos.Sdk.Building;

/// <summary>
/// Keeps stamps honest: one that belongs to another plan, or of whose archives one is gone, is removed before MSBuild compares times.
/// </summary>
internal sealed class Stamps(string planFolder, string repositoryFolder)
{
    /// <summary>Looks at the stamp of a node.</summary>
    /// <returns>What was said when the node was made, if its stamp holds.</returns>
    public IEnumerable<Diagnostic> Check(PlanNode node)
    {
        string file = NodeStamp.PathOf(planFolder, node.Key);
        if (!File.Exists(file))
        {
            return [];
        }
        if (NodeStamp.Read(file) is { } stamp && stamp.Hash == node.Hash && HasFiles(node, stamp))
        {
            return stamp.Diagnostics;
        }
        File.Delete(file);
        return [];
    }

    private bool HasFiles(PlanNode node, NodeStamp stamp) =>
        node is not ArtifactNode artifact
        || (HasFile(artifact.Archive, stamp.ArchiveSize)
            && File.Exists(Path.Combine(repositoryFolder, artifact.Metadata))
            && HasParts(artifact, stamp));

    private bool HasParts(ArtifactNode artifact, NodeStamp stamp) =>
        stamp.PartSizes.Length == artifact.Spec.Subpackages.Length
        && artifact.Spec.Subpackages.Zip(stamp.PartSizes).All(part =>
            HasFile(PackageArchiveName.Archive(part.First.Definition.Id, Compression.ParseName(artifact.Compression)), part.Second)
            && File.Exists(Path.Combine(repositoryFolder, PackageArchiveName.Metadata(part.First.Definition.Id))));

    private bool HasFile(string name, long size) =>
        new FileInfo(Path.Combine(repositoryFolder, name)) is { Exists: true } file && file.Length == size;
}
