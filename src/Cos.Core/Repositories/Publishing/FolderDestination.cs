using System.Text;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Repositories.Publishing;

/// <summary>
/// A folder that any static web server can offer, or that clients read directly. The names of all files but the entry point and the
/// classic copies state their content, so they may be cached for ever. Nothing is removed.
/// </summary>
/// <param name="folder">Absolute path; made when it is missing.</param>
/// <param name="type">What clients are told it is.</param>
internal sealed class FolderDestination(string folder, RepositoryType type) : IRepositoryDestination
{
    private const int PrefixLength = 16;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <inheritdoc />
    public RepositoryType Type => type;

    /// <inheritdoc />
    public IRepositoryTransport Transport { get; } = new DiskTransport([folder]);

    /// <inheritdoc />
    public async Task<string> GetStateAsync(CancellationToken cancellationToken)
    {
        string file = Path.Combine(folder, RepositoryFileName.EntryPoint);
        return File.Exists(file) ? await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false) : "";
    }

    /// <inheritdoc />
    public void CheckNames(IReadOnlyCollection<ListedPackage> packages, DiagnosticBag diagnostics)
    {
        foreach (ListedPackage package in packages.Where(package => !RepositoryFileName.IsSafe(package.Entry.Id.Fingerprint)))
        {
            diagnostics.Add(RepositoryDiagnostics.UnsafePackageName(package.Tree.Definition.Location, package.Entry.Id.ToString()));
        }
    }

    /// <inheritdoc />
    public async Task<PlacedPackage> PutPackageAsync(ListedPackage package, string archive, ListedPackage? listed, CancellationToken cancellationToken)
    {
        string suffix = $".package.tar{Compression.SuffixOf(package.Entry.Compression)}";
        string name = $"{package.Entry.Id.Fingerprint}-{package.Entry.Sha256[..PrefixLength]}{suffix}";
        if (new FileInfo(Path.Combine(folder, name)) is { Exists: true } there && there.Length == new FileInfo(archive).Length)
        {
            return new PlacedPackage(package, name, Image: null, IsSent: false);
        }
        await CopyAsync(archive, name, package.Entry.Sha256, cancellationToken).ConfigureAwait(false);
        return new PlacedPackage(package, name, Image: null, IsSent: true);
    }

    /// <inheritdoc />
    public Task PutFileAsync(string name, string file, CancellationToken cancellationToken) => CopyAsync(file, name, null, cancellationToken);

    /// <inheritdoc />
    public async Task PointAsync(PublishedNames names, CancellationToken cancellationToken)
    {
        foreach (PublishedPackage package in names.Packages)
        {
            if (package.MetadataFile is { } metadata)
            {
                await CopyAsync(metadata, Path.GetFileName(metadata), null, cancellationToken).ConfigureAwait(false);
            }
        }
        await WriteAsync(names.Snapshot, names.EntryPoint, cancellationToken).ConfigureAwait(false);
        await WriteAsync(RepositoryFileName.EntryPoint, names.EntryPoint, cancellationToken).ConfigureAwait(false);
        foreach ((string name, string file) in names.Archives)
        {
            await CopyAsync(file, name, null, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task WriteAsync(string name, string text, CancellationToken cancellationToken) => PutAsync(
        name,
        async target =>
        {
            await target.WriteAsync(Utf8.GetBytes(text), cancellationToken).ConfigureAwait(false);
        });

    private Task CopyAsync(string file, string name, string? sha256, CancellationToken cancellationToken) => PutAsync(
        name,
        async target =>
        {
            FileStream content = new(file, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, useAsync: true);
            await using (content.ConfigureAwait(false))
            {
                using HashingStream hash = new(content);
                await hash.CopyToAsync(target, 1 << 20, cancellationToken).ConfigureAwait(false);
                if (sha256 is not null && hash.GetSha256() != sha256)
                {
                    throw new CosException(RepositoryDiagnostics.ChecksumMismatch(Path.GetFileName(file), folder, sha256, hash.GetSha256()));
                }
            }
        });

    /// <summary>Writes beside and renames.</summary>
    private async Task PutAsync(string name, Func<Stream, Task> write)
    {
        string path = Path.Combine(folder, name);
        string beside = Path.Combine(folder, $".{Path.GetRandomFileName()}");
        try
        {
            Directory.CreateDirectory(folder);
            FileStream target = new(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
            await using (target.ConfigureAwait(false))
            {
                await write(target).ConfigureAwait(false);
            }
            File.Move(beside, path, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Diagnostic? full = failure is IOException io ? DiskSpace.Explain(io, path, 0) : null;
            throw new CosException(full ?? RepositoryDiagnostics.NotWritten(folder, failure.Message), failure);
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
