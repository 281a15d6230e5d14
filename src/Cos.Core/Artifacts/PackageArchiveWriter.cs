using System.Collections.Immutable;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Artifacts;

/// <summary>
/// Writes a package archive beside its place, compressed and digested on the way, and renames it when it is complete. What fails before
/// leaves nothing behind.
/// </summary>
internal sealed class PackageArchiveWriter : IAsyncDisposable
{
    private const string Unfinished = ".part";

    private readonly string _file;
    private readonly string _beside;
    private readonly long _epoch;
    private readonly Compression _compression;
    private readonly FileStream _output;
    private readonly HashingStream _hash;
    private readonly Stream _compressed;
    private readonly TarStreamWriter _tar;
    private readonly ImmutableArray<string>.Builder _files = ImmutableArray.CreateBuilder<string>();
    private long _contentSize;
    private int _entryCount;
    private bool _closed;

    /// <param name="file">Absolute path; its folder is made when it is missing.</param>
    /// <param name="compression">How it is compressed.</param>
    /// <param name="epoch">Modification times after it become it: seconds since 1970.</param>
    public PackageArchiveWriter(string file, Compression compression, long epoch)
    {
        _file = file;
        _epoch = epoch;
        _compression = compression;
        _beside = $"{file}.{Path.GetRandomFileName()}{Unfinished}";
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        RemoveAbandoned(file);
        _output = new FileStream(_beside, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        _hash = new HashingStream(_output);
        _compressed = compression.OpenWrite(_hash);
        _tar = new TarStreamWriter(_compressed, Path.GetFileName(file));
    }

    /// <summary>Entries of all kinds that were added.</summary>
    public int EntryCount => _entryCount;

    /// <summary>Adds an entry with its content.</summary>
    public async ValueTask AddAsync(TarEntry entry, Stream? content, CancellationToken cancellationToken)
    {
        try
        {
            TarEntry clamped = entry.ModificationTime > _epoch ? entry with { ModificationTime = _epoch } : entry;
            await _tar.WriteEntryAsync(clamped, content, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception) when (DiskSpace.Explain(exception, _file, _hash.BytesPassed) is { } diagnostic)
        {
            throw new CosException(diagnostic, exception);
        }
        _entryCount++;
        _contentSize += entry.Size;
        if (entry.Kind != TarEntryKind.Directory)
        {
            _files.Add(entry.Path);
        }
    }

    /// <summary>Ends the archive and puts it in its place.</summary>
    public async Task<PackageArchive> CompleteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _tar.FinishAsync(cancellationToken).ConfigureAwait(false);
            await _compressed.DisposeAsync().ConfigureAwait(false);
            await _output.DisposeAsync().ConfigureAwait(false);
            File.Move(_beside, _file, overwrite: true);
        }
        catch (IOException exception) when (DiskSpace.Explain(exception, _file, _hash.BytesPassed) is { } diagnostic)
        {
            throw new CosException(diagnostic, exception);
        }
        _closed = true;
        return new PackageArchive
        {
            File = _file,
            Sha256 = _hash.GetSha256(),
            Size = _hash.BytesPassed,
            ContentSize = _contentSize,
            Compression = _compression.Algorithm,
            EntryCount = _entryCount,
            Files = _files.ToImmutable(),
        };
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _tar.DisposeAsync().ConfigureAwait(false);
        if (!_closed)
        {
            _closed = true;
            await AbandonAsync().ConfigureAwait(false);
        }
        await _hash.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Removes what builds left that were killed; a file that somebody writes is locked, and stays.</summary>
    private static void RemoveAbandoned(string file)
    {
        foreach (string part in Directory.EnumerateFiles(Path.GetDirectoryName(file)!, $"{Path.GetFileName(file)}.*{Unfinished}").ToArray())
        {
            try
            {
                using FileStream mine = new(part, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
            }
        }
    }

    /// <summary>Compressors write what they hold when they are disposed; on a full disk that fails once more, and must not hide the first failure.</summary>
    private async ValueTask AbandonAsync()
    {
        _hash.Discard();
        await _compressed.DisposeAsync().ConfigureAwait(false);
        await _output.DisposeAsync().ConfigureAwait(false);
        File.Delete(_beside);
    }
}
