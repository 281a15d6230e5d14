using System.Security.Cryptography;
using Cos.Sdk.Files;
using Cos.Sdk.Trust;

namespace Cos.Sdk.Repositories;

/// <summary>The signatures of a repository in a folder.</summary>
/// <param name="folder">The absolute path of the repository.</param>
/// <param name="key">Signs; null removes signatures, which would soon be of other contents.</param>
internal sealed class RepositorySignatures(string folder, SigningKey? key)
{
    /// <summary>SHA-256 of the repository.yaml in a folder; null when there is none.</summary>
    public static string? EntryPointDigest(string folder)
    {
        string file = Path.Combine(folder, RepositoryFileName.EntryPoint);
        return File.Exists(file) ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))) : null;
    }

    /// <summary>Signs a repository.yaml that is about to be written. The signature's name states the content, so the present one keeps its own.</summary>
    /// <returns>SHA-256 of the content.</returns>
    public string SignEntryPoint(ReadOnlySpan<byte> content)
    {
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        if (key is not null)
        {
            AtomicFile.WriteIfDifferent(Path.Combine(folder, RepositoryFileName.SignatureOf(sha256)), key.Sign(sha256));
        }
        return sha256;
    }

    /// <summary>Brings all signatures in line with what is there: those of a repository that did not change too.</summary>
    public void Update(PendingArchive[] archives, IEnumerable<PublishedArtifact> artifacts)
    {
        foreach (PendingArchive archive in archives)
        {
            archive.Sign(key);
        }
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.ForEach(artifacts, parallel, artifact =>
        {
            SignatureFile.Update(key, Path.Combine(folder, artifact.ArchiveFile), artifact.Sha256);
            SignatureFile.Update(key, artifact.MetadataFile, key is null ? "" : Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(artifact.MetadataFile))));
        });
        string entryPoint = Path.Combine(folder, RepositoryFileName.EntryPoint);
        SignatureFile.Update(key, entryPoint, SignEntryPoint(File.ReadAllBytes(entryPoint)));
        if (key is null)
        {
            StaleFiles.RemoveOldSignatures(folder);
        }
    }

    /// <summary>Absolute paths of the signatures of the repository's own files.</summary>
    public IEnumerable<string> FilesOf(PendingArchive[] archives) => key is null
        ? []
        : archives.Select(archive => archive.ClassicName)
            .Append(RepositoryFileName.EntryPoint)
            .Select(name => Path.Combine(folder, name + SignatureFile.Suffix))
            .Concat(StaleFiles.FindSignatures(folder));
}
