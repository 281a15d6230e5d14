using Cos.Sdk.Repositories;

namespace Cos.Sdk.Differences;

/// <summary>A repository in a folder whose repository.yaml has another name: a kept copy of an earlier state.</summary>
/// <param name="entryPoint">The absolute path of that file.</param>
internal sealed class RenamedEntryPoint(string entryPoint) : IRepositoryTransport
{
    private readonly DiskTransport _folder = new([Path.GetDirectoryName(entryPoint)!]);

    /// <inheritdoc />
    public string Address => _folder.Address;

    /// <inheritdoc />
    public Task<Stream?> OpenFileAsync(string fileName, string? sha256, CancellationToken cancellationToken) =>
        _folder.OpenFileAsync(fileName == RepositoryFileName.EntryPoint ? Path.GetFileName(entryPoint) : fileName, sha256, cancellationToken);

    /// <inheritdoc />
    public Task<OpenedArchive?> OpenArchiveAsync(RepositoryPackage package, CancellationToken cancellationToken) =>
        _folder.OpenArchiveAsync(package, cancellationToken);
}
