using Cos.Sdk.Artifacts;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Repositories;

/// <summary>Opens index files of a repository for reading after their bytes were found to be the promised ones.</summary>
internal static class VerifiedFile
{
    private const long MaxSize = 1L << 30;

    /// <summary>A seekable stream at its beginning; the caller disposes it.</summary>
    /// <param name="transport">Brings the file.</param>
    /// <param name="repository">The repository as messages name it.</param>
    /// <param name="file">The file and its checksum.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="CosException">The file is missing, too large, or not the promised one.</exception>
    public static async Task<Stream> OpenAsync(
        IRepositoryTransport transport, string repository, RepositoryFile file, CancellationToken cancellationToken)
    {
        Stream source = await transport.OpenFileAsync(file.FileName, file.Sha256, cancellationToken).ConfigureAwait(false)
            ?? throw new CosException(RepositoryDiagnostics.FileMissing(file.FileName, repository, transport.Address));
        Stream content = source;
        try
        {
            using HashingStream hash = new(source);
            if (!source.CanSeek)
            {
                content = TemporaryFile();
                await CopyAsync(hash, content, repository, file, cancellationToken).ConfigureAwait(false);
            }
            await hash.DrainAsync(cancellationToken).ConfigureAwait(false);
            if (!string.Equals(hash.GetSha256(), file.Sha256, StringComparison.Ordinal))
            {
                transport.Discard(file.Sha256);
                throw new CosException(RepositoryDiagnostics.ChecksumMismatch(file.FileName, repository, file.Sha256, hash.GetSha256()));
            }
            content.Position = 0;
            return content;
        }
        catch
        {
            await content.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            if (!ReferenceEquals(content, source))
            {
                await source.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private static async Task CopyAsync(
        Stream source, Stream destination, string repository, RepositoryFile file, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[128 * 1024];
        long size = 0;
        for (int read; (read = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            size += read;
            if (size > MaxSize)
            {
                throw new CosException(RepositoryDiagnostics.FileTooLarge(file.FileName, repository, MaxSize));
            }
            await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
        }
    }

    private static FileStream TemporaryFile() => new(
        Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
        FileMode.CreateNew,
        FileAccess.ReadWrite,
        FileShare.None,
        bufferSize: 0,
        FileOptions.Asynchronous | FileOptions.DeleteOnClose);
}
