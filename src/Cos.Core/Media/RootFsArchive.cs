using Cos.Sdk.Artifacts;
using Cos.Sdk.Repositories;

namespace Cos.Sdk.Media;

/// <summary>Writes an installation as an archive, with the list of what is installed and a checksum beside it. What was there before stays until all is whole.</summary>
internal static class RootFsArchive
{
    /// <summary>The ending of the list of what is installed.</summary>
    public const string InstalledExtension = ".installed.json";

    /// <summary>The list that belongs to an archive: its path with the compression's and the tar's endings replaced.</summary>
    public static string InstalledOf(string archive) =>
        archive[..^".tar.zst".Length] + InstalledExtension;

    /// <summary>Writes the archive.</summary>
    /// <param name="installer">Makes the root.</param>
    /// <param name="archive">Absolute path, ending in <c>.tar.zst</c>; its folder is made when missing.</param>
    /// <param name="level">Level of the compression.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<InstallationResult> WriteAsync(Installer installer, string archive, int level, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(archive)!);
        string beside = $"{archive}.{Path.GetRandomFileName()}";
        string list = $"{InstalledOf(archive)}.{Path.GetRandomFileName()}";
        string proof = $"{archive}{MediumFile.ChecksumExtension}.{Path.GetRandomFileName()}";
        try
        {
            (InstallationResult result, string sha256) = await WriteArchiveAsync(installer, beside, level, cancellationToken).ConfigureAwait(false);
            FileStream json = new(list, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            await using (json.ConfigureAwait(false))
            {
                await InstalledPackagesWriter.WriteAsync(result.Installed, json, cancellationToken).ConfigureAwait(false);
            }
            await File.WriteAllTextAsync(proof, $"{sha256}  {Path.GetFileName(archive)}\n", cancellationToken).ConfigureAwait(false);
            // In between neither may be taken for the other's.
            File.Delete(archive + MediumFile.ChecksumExtension);
            File.Move(list, InstalledOf(archive), overwrite: true);
            File.Move(beside, archive, overwrite: true);
            File.Move(proof, archive + MediumFile.ChecksumExtension, overwrite: true);
            return result;
        }
        finally
        {
            File.Delete(beside);
            File.Delete(list);
            File.Delete(proof);
        }
    }

    private static async Task<(InstallationResult Result, string Sha256)> WriteArchiveAsync(
        Installer installer, string file, int level, CancellationToken cancellationToken)
    {
        FileStream stored = new(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        await using (stored.ConfigureAwait(false))
        {
            using HashingStream hash = new(stored);
            InstallationResult result;
            Stream compressed = new Compression(CompressionAlgorithm.Zstd, level).OpenWrite(hash);
            await using (compressed.ConfigureAwait(false))
            {
                result = await installer.WriteAsync(compressed, cancellationToken).ConfigureAwait(false);
            }
            return (result, hash.GetSha256());
        }
    }
}
