using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Fetching;

namespace Cos.Sdk.Differences;

/// <summary>Reads archives as streams. Contents are digested and dropped.</summary>
internal static class ArchiveScanner
{
    /// <summary>Reads an archive to its end.</summary>
    /// <param name="package">Whose archive is at hand.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="CosException">The archive is damaged, or not the one that its index promises.</exception>
    public static async Task<ArchiveIndex> ReadAsync(ComparedPackage package, CancellationToken cancellationToken)
    {
        ImmutableArray<KeyValuePair<string, PathState>>.Builder paths = ImmutableArray.CreateBuilder<KeyValuePair<string, PathState>>();
        List<InstalledPackage>? installed = null;
        long size = 0;
        await VisitAsync(package, verify: true, async (entry, content) =>
        {
            string? sha256 = null;
            if (entry.Kind == TarEntryKind.File)
            {
                using HashingStream hash = new(content);
                if (DpkgDatabase.IsStatus(entry.Path))
                {
                    (installed ??= []).AddRange(await DpkgDatabase.ReadAsync(hash, cancellationToken).ConfigureAwait(false));
                }
                await hash.DrainAsync(cancellationToken).ConfigureAwait(false);
                sha256 = hash.GetSha256();
                size += entry.Size;
            }
            paths.Add(new(entry.Path, StateOf(entry, sha256)));
            return true;
        }, cancellationToken).ConfigureAwait(false);
        return new ArchiveIndex(paths.DrainToImmutable(), size, installed is null ? null : [.. installed]);
    }

    /// <summary>The beginnings of some files.</summary>
    /// <param name="package">Whose archive is at hand.</param>
    /// <param name="paths">Regular files of the archive.</param>
    /// <param name="most">Bytes of each at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<Dictionary<string, byte[]>> ReadBeginningsAsync(
        ComparedPackage package, IReadOnlySet<string> paths, int most, CancellationToken cancellationToken)
    {
        Dictionary<string, byte[]> found = new(StringComparer.Ordinal);
        await VisitAsync(package, verify: false, async (entry, content) =>
        {
            if (entry.Kind == TarEntryKind.File && paths.Contains(entry.Path))
            {
                byte[] bytes = new byte[Math.Min(entry.Size, most)];
                await content.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
                found[entry.Path] = bytes;
            }
            return found.Count < paths.Count;
        }, cancellationToken).ConfigureAwait(false);
        return found;
    }

    private static async Task VisitAsync(
        ComparedPackage package, bool verify, Func<TarEntry, Stream, Task<bool>> visit, CancellationToken cancellationToken)
    {
        Stream source = await package.Open!(cancellationToken).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            HashingStream stored = new(source);
            await using (stored.ConfigureAwait(false))
            {
                DecompressionStream content = await DecompressionStream
                    .OpenAsync(stored, DecompressionLimits.Default, package.ArchiveFile, cancellationToken).ConfigureAwait(false);
                await using (content.ConfigureAwait(false))
                {
                    TarStreamReader reader = new(content, TarLimits.Default, package.ArchiveFile);
                    await using (reader.ConfigureAwait(false))
                    {
                        while (await reader.ReadEntryAsync(cancellationToken).ConfigureAwait(false) is { } entry
                            && await visit(entry, reader.Content).ConfigureAwait(false))
                        {
                        }
                    }
                }
                if (verify && package.Sha256 is { } expected)
                {
                    await stored.DrainAsync(cancellationToken).ConfigureAwait(false);
                    string actual = stored.GetSha256();
                    if (actual != expected)
                    {
                        throw new CosException(ArtifactDiagnostics.ChecksumMismatch(package.ArchiveFile, expected, actual));
                    }
                }
            }
        }
    }

    private static PathState StateOf(TarEntry entry, string? sha256) => new()
    {
        Kind = entry.Kind,
        Size = entry.Size,
        Mode = Convert.ToString(entry.Mode, 8).PadLeft(4, '0'),
        Owner = string.Create(CultureInfo.InvariantCulture, $"{entry.UserId}:{entry.GroupId}"),
        ModificationTime = entry.ModificationTime,
        LinkTarget = entry.LinkTarget,
        Sha256 = sha256,
        Attributes = AttributesOf(entry),
    };

    private static string? AttributesOf(TarEntry entry)
    {
        StringBuilder text = new();
        if (entry.Kind is TarEntryKind.BlockDevice or TarEntryKind.CharacterDevice)
        {
            text.Append(CultureInfo.InvariantCulture, $"device={entry.DeviceMajor}:{entry.DeviceMinor} ");
        }
        foreach ((string name, ImmutableArray<byte> value) in entry.ExtendedAttributes)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}={Convert.ToHexStringLower(value.AsSpan())} ");
        }
        return text.Length == 0 ? null : text.ToString().TrimEnd();
    }
}
