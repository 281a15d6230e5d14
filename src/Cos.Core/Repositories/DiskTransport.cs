using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Repositories;

/// <summary>A repository in a folder, or in several folders with the same content of which not all need be there.</summary>
internal sealed class DiskTransport : IRepositoryTransport
{
    private const int BufferSize = 128 * 1024;

    private readonly ImmutableArray<string> _folders;

    /// <param name="folders">Absolute paths, tried in turn.</param>
    public DiskTransport(ImmutableArray<string> folders) => _folders = folders;

    /// <inheritdoc />
    public string Address => string.Join(", ", _folders);

    /// <summary>The folder that a URL of a disk repository names.</summary>
    /// <param name="url">An absolute path, a path relative to <paramref name="baseFolder"/>, or a <c>file:</c> URL.</param>
    /// <param name="baseFolder">The absolute path of the project's folder.</param>
    public static string FolderOf(string url, string baseFolder)
    {
        bool isFileUrl = url.StartsWith("file:", StringComparison.OrdinalIgnoreCase) && Uri.TryCreate(url, UriKind.Absolute, out _);
        return Path.GetFullPath(isFileUrl ? new Uri(url).LocalPath : url, baseFolder);
    }

    /// <inheritdoc />
    public Task<Stream?> OpenFileAsync(string fileName, string? sha256, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (string folder in _folders)
        {
            string path = Path.Combine(folder, fileName);
            try
            {
                return Task.FromResult<Stream?>(new FileStream(path, Options()));
            }
            catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
            {
                continue;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw new CosException(RepositoryDiagnostics.FileUnreadable(path, failure.Message), failure);
            }
        }
        return Task.FromResult<Stream?>(null);
    }

    /// <inheritdoc />
    public async Task<OpenedArchive?> OpenArchiveAsync(RepositoryPackage package, CancellationToken cancellationToken)
    {
        Stream? content = await OpenFileAsync(package.ArchiveFile, package.Sha256, cancellationToken).ConfigureAwait(false);
        return content is null ? null : new OpenedArchive(content, package.Sha256);
    }

    private static FileStreamOptions Options() => new()
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.ReadWrite | FileShare.Delete,
        Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
        BufferSize = BufferSize,
    };
}
