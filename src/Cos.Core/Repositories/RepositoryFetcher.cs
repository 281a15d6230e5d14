using System.Collections.Immutable;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Fetching;
using Cos.Sdk.Files;
using Cos.Sdk.Planning;

namespace Cos.Sdk.Repositories;

/// <summary>Agrees with a repository of others on a state, and puts what planning needs of that state into the cache.</summary>
/// <param name="cache">Shared between projects.</param>
/// <param name="baseFolder">The absolute path that relative folders begin at.</param>
/// <param name="registries">How registries are reached; null where they are not.</param>
internal sealed class RepositoryFetcher(RepositoryCache cache, string baseFolder, RegistrySettings? registries = null)
{
    private const int Downloads = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromHours(2);
    private static readonly TarLimits TreeLimits = new() { MaxEntries = 2_000_000, MaxTotalSize = 8L << 30, MaxDevices = 0 };
    private static readonly DecompressionLimits TreeCompression = new() { MaxBytes = 16L << 30 };

    /// <summary>
    /// The state of a repository: the locked one, where the lock answers. A folder is asked every time: it belongs to this machine, and keeps no
    /// older states.
    /// </summary>
    /// <param name="reference">The repository.</param>
    /// <param name="locked">What the lock says; null for nothing.</param>
    /// <param name="policy">Whether that binds.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="CosException">It cannot be reached, is damaged, or does not have the locked state any more.</exception>
    public async Task<LockedRepository> FetchAsync(
        RepositoryReference reference, LockedRepository? locked, LockPolicy policy, CancellationToken cancellationToken)
    {
        IRepositoryTransport transport = RepositoryTransports.Create(reference, baseFolder, cache.Downloads, registries);
        bool answers = reference.IsReference
            || (locked is not null && locked.IsAt(reference.Type.Spelling(), reference.PublicUrls, reference.Reference));
        if (policy == LockPolicy.Locked && !answers)
        {
            throw new CosException(FetchingDiagnostics.RepositoryNotLocked(reference.Location, reference.Name));
        }
        bool isTrusted = reference.VerificationKeys.IsEmpty || reference.VerificationKeys.Any(key => key.Fingerprint == locked?.SignedBy);
        bool asks = !answers || !isTrusted || policy == LockPolicy.Refresh || reference.Type == RepositoryType.Disk;
        LockedRepository state = asks
            ? StateOf(reference, await RepositoryReader.ReadHeaderAsync(reference, transport, cancellationToken).ConfigureAwait(false), locked)
            : locked!;
        if (!asks && !cache.Has(state))
        {
            await HoldAsync(reference, transport, state, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await UnpackAsync(reference, transport, state, cancellationToken).ConfigureAwait(false);
        }
        return state;
    }

    /// <summary>What the lock is to say of packages: of those in a registry also what their content is called there.</summary>
    /// <param name="reference">The repository.</param>
    /// <param name="packages">Which.</param>
    /// <param name="before">What the lock says so far.</param>
    /// <param name="policy">Whether that holds.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<ImmutableArray<LockedArchive>> PinAsync(
        RepositoryReference reference,
        ImmutableArray<InheritedPackage> packages,
        ImmutableArray<LockedArchive> before,
        LockPolicy policy,
        CancellationToken cancellationToken)
    {
        ImmutableArray<LockedArchive>.Builder pinned = ImmutableArray.CreateBuilder<LockedArchive>(packages.Length);
        foreach (InheritedPackage package in packages)
        {
            LockedArchive archive = new(package.Id.Name.ToString(), package.Id.Version, package.IndexSha256);
            if (reference.Type == RepositoryType.Docker)
            {
                LockedArchive? known = policy == LockPolicy.Refresh ? null : before.FirstOrDefault(item => item with { Digest = null } == archive);
                archive = known ?? archive with { Digest = await FindDigestAsync(reference, package, cancellationToken).ConfigureAwait(false) };
            }
            pinned.Add(archive);
        }
        return pinned.ToImmutable();
    }

    /// <summary>Brings archives into the cache, those that are not there.</summary>
    /// <param name="packages">Which, of which repository, in which locked state of it.</param>
    /// <param name="notice">Called with each that is brought.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task DownloadAsync(
        IEnumerable<(InheritedPackage Package, RepositoryReference Reference, LockedRepository State)> packages,
        Action<InheritedPackage> notice,
        CancellationToken cancellationToken)
    {
        ParallelOptions width = new() { MaxDegreeOfParallelism = Downloads, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(packages.Where(item => !cache.Downloads.Has(item.Package.Archive!.Sha256)), width, async (item, token) =>
        {
            notice(item.Package);
            FetchedArchive archive = item.Package.Archive!;
            IRepositoryTransport transport = RepositoryTransports.Create(item.Reference, baseFolder, cache.Downloads, registries, item.State);
            if (item.Reference.Type == RepositoryType.Docker)
            {
                OpenedArchive opened = await transport.OpenArchiveAsync(Described(item.Package), token).ConfigureAwait(false)
                    ?? throw new CosException(RepositoryDiagnostics.FileMissing(archive.File, archive.Repository, transport.Address));
                await opened.Content.DisposeAsync().ConfigureAwait(false);
            }
            else
            {
                await cache.Downloads.EnsureAsync(archive.Sha256, transport, archive.File, archive.Repository, token).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
    }

    private async Task<string> FindDigestAsync(RepositoryReference reference, InheritedPackage package, CancellationToken cancellationToken)
    {
        List<Diagnostic> failures = [];
        foreach (RegistryTransport place in registries is null ? [] : RepositoryTransports.InRegistries(reference, registries))
        {
            try
            {
                if (await place.FindLayerAsync(Described(package), cancellationToken).ConfigureAwait(false) is { } layer)
                {
                    return layer.Digest;
                }
            }
            catch (CosException failure)
            {
                failures.AddRange(failure.Diagnostics);
            }
        }
        throw failures.Count > 0
            ? new CosException(failures)
            : new CosException(RepositoryDiagnostics.FileMissing(package.Id.ToString(), reference.Name, string.Join(", ", reference.Urls)));
    }

    /// <summary>A package as transports want it.</summary>
    private static RepositoryPackage Described(InheritedPackage package) => new()
    {
        Definition = package.Definition,
        ArchiveFile = package.Archive!.File,
        Sha256 = package.IndexSha256,
        Compression = CompressionAlgorithm.None,
        Image = package.Image,
    };

    /// <summary>The state that a folder is in; null when it holds no repository.</summary>
    /// <param name="reference">Of type disk.</param>
    /// <param name="baseFolder">The absolute path that relative folders begin at.</param>
    public static LockedRepository? PresentStateOf(RepositoryReference reference, string baseFolder)
    {
        string? file = EntryPointsOf(reference, baseFolder).FirstOrDefault(File.Exists);
        return file is null ? null : StateOf(reference, RepositoryHeaderYaml.Read(File.ReadAllText(file), file, reference.Name), null);
    }

    /// <summary>Where the folders of a repository of type disk say what they hold.</summary>
    /// <param name="reference">Of type disk.</param>
    /// <param name="baseFolder">The absolute path that relative folders begin at.</param>
    public static IEnumerable<string> EntryPointsOf(RepositoryReference reference, string baseFolder) =>
        reference.Urls.Select(url => Path.Combine(DiskTransport.FolderOf(url, baseFolder), RepositoryFileName.EntryPoint));

    /// <summary>What the lock says of a state, as repository.yaml would.</summary>
    public static RepositoryHeader HeaderOf(string name, LockedRepository locked)
    {
        return new RepositoryHeader
        {
            Name = name,
            Revision = locked.Revision,
            Tree = FileOf(locked.Tree),
            Meta = FileOf(locked.Meta),
            CompilerTree = locked.CompilerTree is { } tree ? FileOf(tree) : null,
        };

        // How a file is compressed shows when it is read.
        static RepositoryFile FileOf(LockedFile file) => new(file.File, CompressionAlgorithm.None, file.Sha256);
    }

    private static LockedRepository StateOf(RepositoryReference reference, RepositoryHeader header, LockedRepository? before)
    {
        return new LockedRepository
        {
            Type = reference.Type.Spelling(),
            Urls = reference.PublicUrls,
            Reference = reference.Reference,
            Revision = header.Revision,
            Tree = Locked(header.Tree),
            Meta = Locked(header.Meta),
            CompilerTree = header.CompilerTree is { } tree ? Locked(tree) : null,
            SignedBy = header.SignedBy,
            Packages = before?.Packages ?? [],
        };

        static LockedFile Locked(RepositoryFile file) => new(file.FileName, file.Sha256);
    }

    /// <summary>Brings a locked state that the cache does not have, and explains when the repository went on without it.</summary>
    private async Task HoldAsync(
        RepositoryReference reference, IRepositoryTransport transport, LockedRepository state, CancellationToken cancellationToken)
    {
        try
        {
            await UnpackAsync(reference, transport, state, cancellationToken).ConfigureAwait(false);
        }
        catch (CosException failure)
        {
            RepositoryHeader? now = null;
            try
            {
                now = await RepositoryReader.ReadHeaderAsync(reference, transport, cancellationToken).ConfigureAwait(false);
            }
            catch (CosException)
            {
                // It cannot be reached at all: what failed first says so.
            }
            if (now is null || StateOf(reference, now, null).HasContentOf(state))
            {
                throw;
            }
            throw new CosException(FetchingDiagnostics.LockedRevisionGone(reference.Location, reference.Name, state.Revision, now.Revision), failure);
        }
    }

    private async Task UnpackAsync(
        RepositoryReference reference, IRepositoryTransport transport, LockedRepository state, CancellationToken cancellationToken)
    {
        if (cache.Has(state))
        {
            return;
        }
        using FileLock turn = await FileLock.TakeAsync(cache.LockOf(state), waiting: null, Patience, cancellationToken).ConfigureAwait(false);
        if (cache.Has(state))
        {
            return;
        }
        RepositoryHeader header = HeaderOf(reference.Name, state);
        string? tree = null;
        if (state.CompilerTree is { } file)
        {
            tree = cache.TreeOf(file);
            await UnpackTreeAsync(reference, transport, header.CompilerTree!, tree, cancellationToken).ConfigureAwait(false);
        }
        List<IndexEntry> entries = await RepositoryReader
            .ReadEntriesAsync(reference.Name, transport, header, cancellationToken).ConfigureAwait(false);
        PackageRepository opened = await RepositoryReader
            .OpenAsync(reference, transport, header, entries, cancellationToken).ConfigureAwait(false);
        CatalogWriter.Write(cache.CatalogOf(state), opened.Index, entries, tree, cancellationToken);
    }

    private static async Task UnpackTreeAsync(
        RepositoryReference reference, IRepositoryTransport transport, RepositoryFile file, string folder, CancellationToken cancellationToken)
    {
        if (Directory.Exists(folder))
        {
            return;
        }
        string name = $"{file.FileName} (repository {reference.Name})";
        Stream stored = await VerifiedFile.OpenAsync(transport, reference.Name, file, cancellationToken).ConfigureAwait(false);
        await using (stored.ConfigureAwait(false))
        {
            DecompressionStream tar = await DecompressionStream.OpenAsync(stored, TreeCompression, name, cancellationToken).ConfigureAwait(false);
            await using (tar.ConfigureAwait(false))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
                FolderOptions options = new(name, SymbolicLinkMode.Verbatim, TreeLimits, Epoch: 0);
                await FolderWriter.WriteFolderAsync(tar, folder, options, [], cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
