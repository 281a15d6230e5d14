using Cos.Sdk.Artifacts;
using Cos.Sdk.Artifacts.Tar;

namespace Cos.Sdk.Repositories.Publishing;

/// <summary>Makes a layer of one file.</summary>
internal static class FileLayer
{
    private const int PlainMode = 0b110_100_100;
    private const int ExecutableMode = 0b111_101_101;

    /// <summary>1980, as in the archives of repositories.</summary>
    private const long Time = 315_532_800;

    private static readonly Compression Gzip = Compression.Parse("gzip", "");

    /// <summary>The layer's bytes and the digest of its tar.</summary>
    /// <param name="name">The file's name at the top.</param>
    /// <param name="content">Its content.</param>
    /// <param name="executable">Whether it is marked as executable, as the classic tools mark texts.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<(byte[] Layer, string TarDigest)> MakeAsync(string name, byte[] content, bool executable, CancellationToken cancellationToken)
    {
        using MemoryStream layer = new();
        using MemoryStream source = new(content, writable: false);
        string digest;
        Stream compressed = Gzip.OpenWrite(layer);
        await using (compressed.ConfigureAwait(false))
        {
            using HashingStream hash = new(compressed);
            TarStreamWriter tar = new(hash, name);
            await using (tar.ConfigureAwait(false))
            {
                TarEntry entry = new()
                {
                    Path = name,
                    Kind = TarEntryKind.File,
                    Mode = executable ? ExecutableMode : PlainMode,
                    ModificationTime = Time,
                    Size = content.Length,
                };
                await tar.WriteEntryAsync(entry, source, cancellationToken).ConfigureAwait(false);
                await tar.FinishAsync(cancellationToken).ConfigureAwait(false);
            }
            digest = "sha256:" + hash.GetSha256();
        }
        return (layer.ToArray(), digest);
    }
}
