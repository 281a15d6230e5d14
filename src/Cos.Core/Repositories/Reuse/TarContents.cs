using System.Collections.Immutable;
using System.Security.Cryptography;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Artifacts.Tar;

namespace Cos.Sdk.Repositories.Reuse;

/// <summary>The content of a file in a tar.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Size">Bytes, more than 0.</param>
/// <param name="Path">The file.</param>
/// <param name="Digest">The first 16 bytes of its SHA-256.</param>
internal sealed record TarContent(long Offset, long Size, string Path, byte[] Digest);

/// <summary>Finds the contents of the files of an archive, and where a layer of it is best cut.</summary>
internal static class TarContents
{
    /// <summary>Bytes of a tar after which a chunk ends with the file.</summary>
    private const int SmallChunk = 128 << 10;

    /// <summary>Bytes after which a file's own chunk ends.</summary>
    private const int LargeChunk = 1 << 20;

    /// <summary>Files of so many bytes begin a chunk.</summary>
    private const int LargeFile = 64 << 10;

    /// <summary>Reads an archive.</summary>
    /// <param name="archive">Absolute path, compressed in any way.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<ImmutableArray<TarContent>> ReadAsync(string archive, CancellationToken cancellationToken)
    {
        ImmutableArray<TarContent>.Builder contents = ImmutableArray.CreateBuilder<TarContent>();
        string name = Path.GetFileName(archive);
        FileStream file = new(archive, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, useAsync: true);
        await using (file.ConfigureAwait(false))
        {
            DecompressionStream tar = await DecompressionStream.OpenAsync(file, DecompressionLimits.Default, name, cancellationToken).ConfigureAwait(false);
            await using (tar.ConfigureAwait(false))
            {
                TarStreamReader reader = new(tar, InstallationOptions.DefaultLimits, name);
                await using (reader.ConfigureAwait(false))
                {
                    while (await reader.ReadEntryAsync(cancellationToken).ConfigureAwait(false) is { } entry)
                    {
                        if (entry is { Kind: TarEntryKind.File, Size: > 0 })
                        {
                            long offset = reader.ContentOffset;
                            byte[] digest = await SHA256.HashDataAsync(reader.Content, cancellationToken).ConfigureAwait(false);
                            contents.Add(new TarContent(offset, entry.Size, entry.Path, digest[..ReusePart.DigestSize]));
                        }
                    }
                }
            }
        }
        return contents.ToImmutable();
    }

    /// <summary>Where chunks end, in rising order: so that what changes together is together, and large files are alone.</summary>
    public static IEnumerable<long> Cuts(ImmutableArray<TarContent> contents)
    {
        long last = 0;
        foreach (TarContent content in contents)
        {
            long end = content.Offset + content.Size;
            if (content.Size >= LargeFile)
            {
                if (content.Offset > last)
                {
                    yield return content.Offset;
                }
                for (long at = content.Offset + LargeChunk; at < end; at += LargeChunk)
                {
                    yield return at;
                }
                yield return last = end;
            }
            else if (end - last >= SmallChunk)
            {
                yield return last = end;
            }
        }
    }
}
