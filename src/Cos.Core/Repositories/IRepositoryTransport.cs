using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Repositories;

/// <summary>
/// Brings the files of one repository. What it brings is not trusted: whoever reads checks names, sizes and checksums.
/// </summary>
internal interface IRepositoryTransport
{
    /// <summary>The place as messages name it, without credentials.</summary>
    string Address { get; }

    /// <summary>Opens a file that lies beside repository.yaml, or repository.yaml itself; null when it is not there.</summary>
    /// <param name="fileName">A checked name without folders.</param>
    /// <param name="sha256">What it must hash to, by which it may come from a cache; null when nothing is known of it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CosException">It is there but cannot be read.</exception>
    Task<Stream?> OpenFileAsync(string fileName, string? sha256, CancellationToken cancellationToken);

    /// <summary>Opens a package's archive; null when it is not there. An archive may be asked for more than once.</summary>
    /// <exception cref="CosException">It is there but cannot be read.</exception>
    Task<OpenedArchive?> OpenArchiveAsync(RepositoryPackage package, CancellationToken cancellationToken);

    /// <summary>Takes note that content was found damaged, so that it comes from its origin the next time.</summary>
    /// <param name="sha256">What it should have hashed to.</param>
    void Discard(string sha256)
    {
    }
}
