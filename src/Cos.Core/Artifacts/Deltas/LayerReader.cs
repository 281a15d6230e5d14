using System.Buffers;
using System.Collections.Immutable;
using Cos.Sdk.Artifacts.Tar;

namespace Cos.Sdk.Artifacts.Deltas;

/// <summary>Walks the tar of a layer.</summary>
internal static class LayerReader
{
    private const string Whiteout = ".wh.";

    private const string OpaqueMark = ".wh..wh..opq";

    private const string ReservedMark = ".wh..wh.";

    /// <summary>Reads a layer to its end; with a spool, contents are kept.</summary>
    /// <param name="tar">The uncompressed layer.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="spool">Takes the contents; null when only the index is wanted.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<SpooledLayer> ReadAsync(Stream tar, string name, ContentSpool? spool, CancellationToken cancellationToken)
    {
        ImmutableArray<TarEntry>.Builder entries = ImmutableArray.CreateBuilder<TarEntry>();
        ImmutableArray<ulong>.Builder sums = ImmutableArray.CreateBuilder<ulong>();
        ImmutableArray<long>.Builder offsets = ImmutableArray.CreateBuilder<long>();
        ImmutableArray<string>.Builder removed = ImmutableArray.CreateBuilder<string>();
        ImmutableArray<string>.Builder opaque = ImmutableArray.CreateBuilder<string>();
        TarStreamReader reader = new(tar, TarLimits.Default, name);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadEntryAsync(cancellationToken).ConfigureAwait(false) is { } entry)
            {
                int slash = entry.Path.LastIndexOf('/');
                string file = entry.Path[(slash + 1)..];
                string folder = slash < 0 ? "" : entry.Path[..slash];
                if (file == OpaqueMark)
                {
                    opaque.Add(folder);
                }
                else if (file.StartsWith(Whiteout, StringComparison.Ordinal))
                {
                    if (!file.StartsWith(ReservedMark, StringComparison.Ordinal) && file.Length > Whiteout.Length)
                    {
                        removed.Add(slash < 0 ? file[Whiteout.Length..] : $"{folder}/{file[Whiteout.Length..]}");
                    }
                }
                else
                {
                    entries.Add(entry);
                    (ulong sum, long offset) = await ReadContentAsync(reader, entry, spool, cancellationToken).ConfigureAwait(false);
                    sums.Add(sum);
                    offsets.Add(offset);
                }
            }
        }
        LayerIndex index = new()
        {
            Entries = entries.DrainToImmutable(),
            Sums = sums.DrainToImmutable(),
            Removed = removed.DrainToImmutable(),
            Opaque = opaque.DrainToImmutable(),
        };
        return new SpooledLayer(index, spool is null ? [] : offsets.DrainToImmutable());
    }

    private static async ValueTask<(ulong Sum, long Offset)> ReadContentAsync(
        TarStreamReader reader, TarEntry entry, ContentSpool? spool, CancellationToken cancellationToken)
    {
        if (entry.Size == 0)
        {
            return (0, -1);
        }
        if (spool is not null)
        {
            long offset = await spool.AppendAsync(reader.Content, cancellationToken).ConfigureAwait(false);
            return (spool.LastSum, offset);
        }
        byte[] buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
        try
        {
            ContentSum sum = default;
            int read;
            while ((read = await reader.Content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                sum.Append(buffer.AsSpan(0, read));
            }
            return (sum.Finish(), -1);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
