using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Artifacts;

/// <summary>Reads a package archive from disk, whatever it is compressed with, and checks its digest when its end is reached.</summary>
internal sealed class PackageArchiveReader : IAsyncDisposable
{
    private readonly string _file;
    private readonly string? _sha256;
    private readonly FileStream _source;
    private readonly HashingStream _hash;
    private readonly DecompressionStream _decompressed;
    private readonly TarStreamReader _tar;

    private PackageArchiveReader(
        string file, string? sha256, FileStream source, HashingStream hash, DecompressionStream decompressed, TarLimits limits)
    {
        _file = file;
        _sha256 = sha256;
        _source = source;
        _hash = hash;
        _decompressed = decompressed;
        _tar = new TarStreamReader(decompressed, limits, Path.GetFileName(file));
    }

    /// <summary>The content of the current entry.</summary>
    public Stream Content => _tar.Content;

    /// <summary>What the archive is compressed with.</summary>
    public CompressionAlgorithm Compression => _decompressed.Algorithm;

    /// <summary>Opens an archive.</summary>
    /// <param name="file">Absolute path.</param>
    /// <param name="sha256">What the file must be, 64 lower-case hexadecimal digits; null when nobody said.</param>
    /// <param name="cancellationToken">Ends the wait for the first bytes.</param>
    public static Task<PackageArchiveReader> OpenAsync(string file, string? sha256, CancellationToken cancellationToken) =>
        OpenAsync(file, sha256, TarLimits.Default, DecompressionLimits.Default, cancellationToken);

    /// <summary>Opens an archive within bounds of the caller's.</summary>
    public static async Task<PackageArchiveReader> OpenAsync(
        string file, string? sha256, TarLimits limits, DecompressionLimits decompression, CancellationToken cancellationToken)
    {
        FileStream source;
        try
        {
            source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CosException(ArtifactDiagnostics.ArchiveMissing(file), exception);
        }
        HashingStream hash = new(source);
        try
        {
            DecompressionStream decompressed = await DecompressionStream
                .OpenAsync(hash, decompression, Path.GetFileName(file), cancellationToken).ConfigureAwait(false);
            return new PackageArchiveReader(file, sha256, source, hash, decompressed, limits);
        }
        catch
        {
            await hash.DisposeAsync().ConfigureAwait(false);
            await source.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The next entry, null at the end of the archive.</summary>
    /// <exception cref="CosException">The archive is damaged, or, at its end, not the one that was expected.</exception>
    public async ValueTask<TarEntry?> ReadEntryAsync(CancellationToken cancellationToken)
    {
        TarEntry? entry = await _tar.ReadEntryAsync(cancellationToken).ConfigureAwait(false);
        if (entry is null && _sha256 is not null)
        {
            await _hash.DrainAsync(cancellationToken).ConfigureAwait(false);
            string actual = _hash.GetSha256();
            if (actual != _sha256)
            {
                throw new CosException(ArtifactDiagnostics.ChecksumMismatch(_file, _sha256, actual));
            }
        }
        return entry;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _tar.DisposeAsync().ConfigureAwait(false);
        await _decompressed.DisposeAsync().ConfigureAwait(false);
        await _hash.DisposeAsync().ConfigureAwait(false);
        await _source.DisposeAsync().ConfigureAwait(false);
    }
}
