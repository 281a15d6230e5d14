using System.Buffers;
using System.Security.Cryptography;
using ZstdSharp;

namespace Cos.Sdk.Fetching;

/// <summary>A root file system as a file: a tar compressed by zstd, known by the digest of the tar.</summary>
internal static class RootFileSystemFile
{
    private const int Level = 3;
    private const int BufferSize = 1 << 17;

    /// <summary>Compresses a tar into a file. Returns <c>sha256:…</c> of the tar.</summary>
    public static async Task<string> WriteAsync(string path, Stream tar, CancellationToken cancellationToken)
    {
        FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.None);
        await using (file.ConfigureAwait(false))
        {
            CompressionStream compressed = new(file, Level);
            await using (compressed.ConfigureAwait(false))
            {
                return await CopyAsync(tar, compressed, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Writes the tar of a file to a stream. Returns <c>sha256:…</c> of what was written.</summary>
    /// <exception cref="ZstdException">The file is damaged.</exception>
    public static async Task<string> ReadAsync(string path, Stream target, CancellationToken cancellationToken)
    {
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using (file.ConfigureAwait(false))
        {
            DecompressionStream tar = new(file);
            await using (tar.ConfigureAwait(false))
            {
                return await CopyAsync(tar, target, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Copies a tar and gives <c>sha256:…</c> of it.</summary>
    public static async Task<string> CopyAsync(Stream source, Stream target, CancellationToken cancellationToken)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int count;
            while ((count = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                hash.AppendData(buffer, 0, count);
                await target.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        return "sha256:" + Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
