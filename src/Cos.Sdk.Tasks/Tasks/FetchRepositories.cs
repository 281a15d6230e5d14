using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Fetching;
using Cos.Sdk.Planning;
using Cos.Sdk.Repositories;
using Cos.Sdk.Trust;
using Microsoft.Build.Framework;

namespace Cos.Sdk.Tasks;

/// <summary>Agrees with the declared repositories on states and brings their trees, before the trees are looked at. Needs no engine.</summary>
[MSBuildMultiThreadableTask]
public sealed class FetchRepositories : FetchTask
{
    /// <inheritdoc />
    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellationToken)
    {
        string lockFile = PathOf(LockFile);
        bool isKnown = Recall() is not null;
        CosLock content = await CosLockFile.ReadAsync(lockFile, cancellationToken).ConfigureAwait(false);
        if (isKnown && DeclaredRepositories().All(reference => IsThere(reference, content)))
        {
            return;
        }
        ImmutableSortedDictionary<string, LockedRepository> states =
            await FetchRepositoriesAsync(content, DeclaredRepositories(), cancellationToken).ConfigureAwait(false);
        CosLock fetched = content with { Repositories = content.Repositories.SetItems(states) };
        if (!LockedMode)
        {
            CosLockFile.WriteIfChanged(lockFile, fetched);
        }
        else if (LockDifference.Repositories(content, WithPresentPackages(fetched)) is { Count: > 0 } moved)
        {
            throw new CosException(FetchingDiagnostics.LockMoved(moved));
        }
    }

    /// <summary>What this task makes in the cache is no input of it; a folder is asked for its state every time.</summary>
    private protected override IEnumerable<string> AlsoRead() =>
        DeclaredRepositories()
            .Where(reference => reference.Type == RepositoryType.Disk)
            .SelectMany(reference => RepositoryFetcher.EntryPointsOf(reference, PathOf(ProjectFolder)))
            .Concat(AlsoReadOfProject())
            .Concat(KeyFile.FilesOf(VerificationKey).Select(PathOf));

    private bool IsThere(RepositoryReference reference, CosLock content) =>
        (reference.IsReference ? RepositoryFetcher.PresentStateOf(reference, PathOf(ProjectFolder)) : content.Repositories.GetValueOrDefault(reference.Name)) is { } state
        && Cache.Has(state);

    /// <summary>What the locked packages are now, so that the difference names them.</summary>
    private CosLock WithPresentPackages(CosLock content) => content with
    {
        Repositories = content.Repositories.ToImmutableSortedDictionary(
            item => item.Key, item => item.Value with { Packages = PresentPackages(item.Key, item.Value) }, StringComparer.Ordinal),
    };

    private ImmutableArray<LockedArchive> PresentPackages(string name, LockedRepository locked) =>
        locked.Type == RepositoryType.Disk.Spelling() && Catalog.Read(name, locked, Cache, []) is { } repository ? LockedPackagesOf(repository, locked.Packages) : locked.Packages;

    private static ImmutableArray<LockedArchive> LockedPackagesOf(InheritedRepository repository, ImmutableArray<LockedArchive> locked)
    {
        ILookup<string, InheritedPackage> offered = repository.Packages
            .Where(package => package.Archive is not null).ToLookup(package => package.Id.Name.ToString(), StringComparer.Ordinal);
        return
        [
            .. locked.Select(archive => offered[archive.Package].FirstOrDefault(package => package.Id.Version == archive.Version)
                    ?? offered[archive.Package].LastOrDefault())
                .OfType<InheritedPackage>()
                .Select(package => new LockedArchive(package.Id.Name.ToString(), package.Id.Version, package.Archive!.Sha256)),
        ];
    }
}
