using Cos.Sdk.Artifacts.Metadata;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.Repositories;

/// <summary>Reads the metadata of what is to be published. Archives are not read: the metadata has their checksums.</summary>
internal static class PublishedArtifactReader
{
    /// <summary>The artifacts in order of category, name and version.</summary>
    /// <param name="content">The repository to be.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="CosException">Metadata is damaged, without its archive, unsafe, or there twice for one package.</exception>
    public static List<PublishedArtifact> Read(RepositoryContent content, CancellationToken cancellationToken)
    {
        PublishedArtifact?[] artifacts = new PublishedArtifact?[content.MetadataFiles.Length];
        DiagnosticBag[] faults = new DiagnosticBag[artifacts.Length];
        ParallelOptions parallel = new() { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, artifacts.Length, parallel, index =>
        {
            faults[index] = [];
            try
            {
                artifacts[index] = Read(content.MetadataFiles[index], content, faults[index]);
            }
            catch (CosException fault)
            {
                faults[index].AddRange(fault.Diagnostics);
            }
        });
        DiagnosticBag all = [];
        foreach (DiagnosticBag fault in faults)
        {
            all.AddRange(fault);
        }
        all.ThrowIfErrors();
        List<PublishedArtifact> sorted = [.. artifacts.OfType<PublishedArtifact>()
            .OrderBy(artifact => artifact.Id.Name)
            .ThenBy(artifact => artifact.Id.Version, StringComparer.Ordinal)
            .ThenBy(artifact => artifact.MetadataFile, StringComparer.Ordinal)];
        for (int i = 1; i < sorted.Count; i++)
        {
            if (sorted[i].Id == sorted[i - 1].Id)
            {
                throw new CosException(RepositoryDiagnostics.PublishedTwice(sorted[i].MetadataFile, sorted[i].Id.ToString(), sorted[i - 1].MetadataFile));
            }
        }
        return sorted;
    }

    private static PublishedArtifact? Read(string metadataFile, RepositoryContent content, DiagnosticBag faults)
    {
        YamlNode? root = YamlReader.ReadFile(metadataFile, faults, YamlLimits.Index);
        if (root is not YamlMapping mapping)
        {
            if (root is not null)
            {
                faults.Add(RepositoryDiagnostics.MalformedFile(root.Location, Path.GetFileName(metadataFile), content.Name, "it holds no mapping"));
            }
            return null;
        }
        ArtifactMetadata metadata = ArtifactMetadataReader.Read(mapping);
        if (!RepositoryFileName.IsSafe(metadata.ArchiveFile))
        {
            faults.Add(RepositoryDiagnostics.UnsafeFileName(metadata.ArchiveFile, content.Name));
        }
        else if (!File.Exists(Path.Combine(content.Folder, metadata.ArchiveFile)))
        {
            faults.Add(RepositoryDiagnostics.ArchiveNotBeside(metadataFile, metadata.ArchiveFile));
        }
        return new PublishedArtifact(
            metadata.Definition.Id, metadataFile, metadata.ArchiveFile, metadata.Sha256, MetadataTranslation.Translate(mapping, metadata.ArchiveFile, content.Values));
    }
}
