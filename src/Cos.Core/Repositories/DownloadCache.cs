using System.Security.Cryptography;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Files;

namespace Cos.Sdk.Repositories;

/// <summary>Files that came from elsewhere, named by their SHA-256. All projects of a user share it, and several builds may use it at once.</summary>
/// <param name="folder">Absolute; made when missing.</param>
internal sealed class DownloadCache(string folder)
{
    private const int BufferSize = 128 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromHours(2);

    /// <summary>Where content lies, or would lie.</summary>
    public string PathOf(string sha256) => Path.Combine(folder, sha256[..2], sha256);

    /// <summary>Whether content is there.</summary>
    public bool Has(string sha256) => File.Exists(PathOf(sha256));

    /// <summary>Opens content for reading; null when it is not there.</summary>
    public Stream? TryOpen(string sha256)
    {
        try
        {
            return new FileStream(PathOf(sha256), new FileStreamOptions
            {
                Share = FileShare.Read | FileShare.Delete,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
                BufferSize = BufferSize,
            });
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Removes content that turned out to be damaged.</summary>
    public void Remove(string sha256) => File.Delete(PathOf(sha256));

    /// <summary>
    /// Brings content in, unless it is there. What an earlier try left is offered for continuation; only what has the right digest gets its name.
    /// </summary>
    /// <param name="sha256">64 lower-case hexadecimal digits.</param>
    /// <param name="bring">
    /// Gets the partial file, which it continues or begins anew, and a function that says whether the file's content is right.
    /// Its answer says whether the content is complete and right.
    /// </param>
    /// <param name="cancellationToken">Ends the wait for another build that brings the same, and the work.</param>
    /// <returns>Whether the content is there now.</returns>
    public async Task<bool> EnsureAsync(
        string sha256, Func<FileStream, Func<Task<bool>>, Task<bool>> bring, CancellationToken cancellationToken)
    {
        string path = PathOf(sha256);
        if (File.Exists(path))
        {
            return true;
        }
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using FileLock turn = await FileLock
            .TakeAsync(Path.Combine(folder, "locks", sha256), waiting: null, Patience, cancellationToken).ConfigureAwait(false);
        if (File.Exists(path))
        {
            return true;
        }
        string part = path + ".part";
        bool isRight;
        FileStream file = new(part, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, BufferSize, FileOptions.Asynchronous);
        await using (file.ConfigureAwait(false))
        {
            isRight = await bring(file, () => HasContentAsync(file, sha256, cancellationToken)).ConfigureAwait(false);
        }
        if (isRight)
        {
            File.Move(part, path, overwrite: true);
        }
        return isRight;
    }

    /// <summary>Brings a file of a repository in, unless it is there.</summary>
    /// <param name="sha256">What it must hash to.</param>
    /// <param name="transport">Brings it; one that keeps its files here does all by itself.</param>
    /// <param name="fileName">Its name there.</param>
    /// <param name="repository">The repository as messages name it.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="CosException">It is missing or damaged.</exception>
    public async Task EnsureAsync(
        string sha256, IRepositoryTransport transport, string fileName, string repository, CancellationToken cancellationToken)
    {
        Stream content = await transport.OpenFileAsync(fileName, sha256, cancellationToken).ConfigureAwait(false)
            ?? throw new CosException(RepositoryDiagnostics.FileMissing(fileName, repository, transport.Address));
        await using (content.ConfigureAwait(false))
        {
            bool isRight = await EnsureAsync(
                sha256,
                async (file, check) =>
                {
                    file.SetLength(0);
                    await content.CopyToAsync(file, cancellationToken).ConfigureAwait(false);
                    return await check().ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
            if (!isRight)
            {
                throw new CosException(RepositoryDiagnostics.ChecksumMismatch(fileName, repository, sha256, "another one"));
            }
        }
    }

    private static async Task<bool> HasContentAsync(FileStream file, string sha256, CancellationToken cancellationToken)
    {
        await file.FlushAsync(cancellationToken).ConfigureAwait(false);
        file.Position = 0;
        byte[] digest = await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false);
        return Convert.ToHexStringLower(digest) == sha256;
    }
}
