using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Repositories.Publishing;

/// <summary>
/// Where repositories are published: a registry or a folder. What is put there first is named by its content and disturbs nobody; what
/// readers begin at is moved last, at once.
/// </summary>
internal interface IRepositoryDestination
{
    /// <summary>How clients will reach it.</summary>
    RepositoryType Type { get; }

    /// <summary>Brings what is there.</summary>
    IRepositoryTransport Transport { get; }

    /// <summary>Something that changes whenever somebody publishes; empty when nothing is there.</summary>
    Task<string> GetStateAsync(CancellationToken cancellationToken);

    /// <summary>Says which names the destination cannot hold, before anything is put there.</summary>
    void CheckNames(IReadOnlyCollection<ListedPackage> packages, DiagnosticBag diagnostics);

    /// <summary>Puts the archive of a package there, unless it is there.</summary>
    /// <param name="package">The package, and what the index shall say of it.</param>
    /// <param name="archive">Absolute path of its archive.</param>
    /// <param name="listed">What the destination lists of it now; null for nothing.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task<PlacedPackage> PutPackageAsync(ListedPackage package, string archive, ListedPackage? listed, CancellationToken cancellationToken);

    /// <summary>Puts a file there that nobody knows of yet; its name states its content.</summary>
    /// <param name="name">A name without folders.</param>
    /// <param name="file">Absolute path of the content.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task PutFileAsync(string name, string file, CancellationToken cancellationToken);

    /// <summary>Moves the names that clients know to what was put there; the entry point last.</summary>
    Task PointAsync(PublishedNames names, CancellationToken cancellationToken);
}
