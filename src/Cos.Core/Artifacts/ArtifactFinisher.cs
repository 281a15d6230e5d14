using System.Collections.Immutable;
using Cos.Sdk.Artifacts.Cutting;
using Cos.Sdk.Artifacts.Metadata;
using Cos.Sdk.Planning;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Artifacts;

/// <summary>Gives artifacts their names, their metadata and their subpackages.</summary>
internal sealed class ArtifactFinisher(ArtifactFolders folders)
{
    /// <summary>Begins the archive of a node.</summary>
    public PackageArchiveWriter Open(ArtifactNode node) => Open(node, node.Archive);

    /// <summary>Completes the archive, then writes metadata and subpackages. Archives that the package had with another compression go.</summary>
    public async Task<MadeArtifact> FinishAsync(
        ArtifactNode node, PackageArchiveWriter archive, ImmutableArray<string> deleted, CancellationToken cancellationToken)
    {
        PackageArchive complete = await archive.CompleteAsync(cancellationToken).ConfigureAwait(false);
        MadeArtifact made = Describe(node, node.Definition, complete, node.Metadata, deleted);
        ImmutableArray<MadeArtifact>.Builder parts = ImmutableArray.CreateBuilder<MadeArtifact>(node.Spec.Subpackages.Length);
        foreach (Subpackage part in node.Spec.Subpackages)
        {
            parts.Add(await CutAsync(node, part, complete, cancellationToken).ConfigureAwait(false));
        }
        return made with { Parts = parts.MoveToImmutable() };
    }

    private async Task<MadeArtifact> CutAsync(ArtifactNode node, Subpackage part, PackageArchive parent, CancellationToken cancellationToken)
    {
        SubpackageCutter cutter = new(new ArtifactFilter(part.Includes, part.Excludes).Takes, folders.Temporary);
        PackageArchiveWriter archive = Open(node, PackageArchiveName.Archive(part.Definition.Id, parent.Compression));
        await using (archive.ConfigureAwait(false))
        {
            await cutter.CutAsync(parent.File, parent.Sha256, archive, cancellationToken).ConfigureAwait(false);
            PackageArchive complete = await archive.CompleteAsync(cancellationToken).ConfigureAwait(false);
            return Describe(node, part.Definition, complete, PackageArchiveName.Metadata(part.Definition.Id), deleted: []);
        }
    }

    private MadeArtifact Describe(ArtifactNode node, PackageDefinition definition, PackageArchive archive, string metadataName, ImmutableArray<string> deleted)
    {
        string file = Path.Combine(folders.Output, metadataName);
        ArtifactMetadata metadata = new()
        {
            ArchiveFile = Path.GetFileName(archive.File),
            Sha256 = archive.Sha256,
            Compression = archive.Compression,
            Files = archive.Files,
            Deleted = deleted,
            Definition = definition,
        };
        ArtifactMetadataWriter.Write(file, metadata, BuildRecord.Of(node));
        foreach (CompressionAlgorithm other in Enum.GetValues<CompressionAlgorithm>().Where(other => other != archive.Compression))
        {
            File.Delete(Path.Combine(folders.Output, PackageArchiveName.Archive(definition.Id, other)));
        }
        return new MadeArtifact { Id = definition.Id, Archive = archive, MetadataFile = file };
    }

    private PackageArchiveWriter Open(ArtifactNode node, string name) =>
        new(Path.Combine(folders.Output, name), new Compression(Compression.ParseName(node.Compression), node.CompressionLevel), node.Epoch);
}
