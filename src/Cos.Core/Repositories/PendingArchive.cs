using System.Security.Cryptography;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Trust;

namespace Cos.Sdk.Repositories;

/// <summary>An archive of a repository under a temporary name, until it is known whether its content is new.</summary>
internal sealed class PendingArchive : IDisposable
{
    private const int PrefixLength = 16;

    private readonly string _folder;
    private readonly string _temporary;

    private PendingArchive(string folder, string temporary, RepositoryFile file, string classicName)
    {
        _folder = folder;
        _temporary = temporary;
        File = file;
        ClassicName = classicName;
    }

    /// <summary>What repository.yaml says of it. Its name states the content.</summary>
    public RepositoryFile File { get; }

    /// <summary>The name that the classic tools give it.</summary>
    public string ClassicName { get; }

    /// <summary>Writes an archive.</summary>
    /// <param name="folder">The repository's folder.</param>
    /// <param name="stem">What comes before the content's digest in its name: <c>tree</c>.</param>
    /// <param name="extension">What comes after it, without the compression's: <c>.tar</c>.</param>
    /// <param name="compression">How it is compressed.</param>
    /// <param name="write">Writes the entries.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<PendingArchive> WriteAsync(
        string folder, string stem, string extension, Compression compression, Func<TarStreamWriter, Task> write, CancellationToken cancellationToken)
    {
        string suffix = $"{extension}{compression.FileSuffix}";
        string temporary = Path.Combine(folder, $".{stem}.{Path.GetRandomFileName()}");
        try
        {
            string sha256;
            FileStream file = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
            await using (file.ConfigureAwait(false))
            {
                using HashingStream hash = new(file);
                Stream compressed = compression.OpenWrite(hash);
                await using (compressed.ConfigureAwait(false))
                {
                    TarStreamWriter tar = new(compressed, $"{stem}{suffix}");
                    await using (tar.ConfigureAwait(false))
                    {
                        await write(tar).ConfigureAwait(false);
                        await tar.FinishAsync(cancellationToken).ConfigureAwait(false);
                    }
                }
                sha256 = hash.GetSha256();
            }
            RepositoryFile described = new($"{stem}-{sha256[..PrefixLength]}{suffix}", compression.Algorithm, sha256);
            return new PendingArchive(folder, temporary, described, $"{stem}{suffix}");
        }
        catch
        {
            System.IO.File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Whether both of its names are there with this very content.</summary>
    public async Task<bool> IsPublishedAsync(CancellationToken cancellationToken) =>
        await HasContentAsync(File.FileName, cancellationToken).ConfigureAwait(false)
        && await HasContentAsync(ClassicName, cancellationToken).ConfigureAwait(false);

    /// <summary>Gives it its name.</summary>
    public void Publish() => System.IO.File.Move(_temporary, Path.Combine(_folder, File.FileName), overwrite: true);

    /// <summary>Puts a copy beside it under the classic name, whole at every moment.</summary>
    public void PublishClassicName()
    {
        System.IO.File.Copy(Path.Combine(_folder, File.FileName), _temporary);
        System.IO.File.Move(_temporary, Path.Combine(_folder, ClassicName), overwrite: true);
    }

    /// <summary>Signs both of its names, or removes signatures that do not belong to it.</summary>
    public void Sign(SigningKey? key)
    {
        SignatureFile.Update(key, Path.Combine(_folder, File.FileName), File.Sha256);
        SignatureFile.Update(key, Path.Combine(_folder, ClassicName), File.Sha256);
    }

    private async Task<bool> HasContentAsync(string name, CancellationToken cancellationToken)
    {
        FileInfo file = new(Path.Combine(_folder, name));
        if (!file.Exists || file.Length != new FileInfo(_temporary).Length)
        {
            return false;
        }
        FileStream content = new(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: true);
        await using (content.ConfigureAwait(false))
        {
            byte[] digest = await SHA256.HashDataAsync(content, cancellationToken).ConfigureAwait(false);
            return Convert.ToHexStringLower(digest) == File.Sha256;
        }
    }

    /// <summary>Removes the temporary file if it is still there.</summary>
    public void Dispose() => System.IO.File.Delete(_temporary);
}
