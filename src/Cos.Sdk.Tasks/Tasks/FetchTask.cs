using System.Collections.Immutable;
using System.Globalization;
using Cos.Sdk.Fetching;
using Cos.Sdk.Media;
using Cos.Sdk.Repositories;
using Cos.Sdk.Trust;
using Microsoft.Build.Framework;

namespace Cos.Sdk.Tasks;

/// <summary>A task that brings something from elsewhere and keeps the lock.</summary>
public abstract class FetchTask : RecallingTask
{
    /// <summary>Refuses to change the lock.</summary>
    public bool LockedMode { get; set; }

    /// <summary>Moves the lock to the present state of everything, and shows what moved.</summary>
    public bool Update { get; set; }

    /// <summary>Specs of media, separated by semicolons: what these take from repositories is locked too.</summary>
    public string IsoSpecs { get; set; } = "";

    /// <summary>Public keys of which one must have signed each repository of others, separated by semicolons; empty trusts them as they are.</summary>
    public string VerificationKey { get; set; } = "";

    private protected LockPolicy Policy => LockedMode ? LockPolicy.Locked : Update ? LockPolicy.Refresh : LockPolicy.Reuse;

    /// <summary>The specs of media that can be read, and the repositories that only they name. What is wrong with one is said when it is made.</summary>
    private protected ImmutableArray<RepositoryReference> ReadMedia(out ImmutableArray<IsoSpec> specs)
    {
        specs =
        [
            .. IsoSpecs.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(PathOf).Where(File.Exists).Select(file => IsoSpecReader.Read(file, [])).OfType<IsoSpec>(),
        ];
        ImmutableArray<RepositoryReference> all = RepositoryItems.Unite(DeclaredRepositories().Concat(specs.SelectMany(spec => spec.Repositories)), Diagnostics);
        Diagnostics.ThrowIfErrors();
        ImmutableArray<VerificationKey> keys = [.. Keys().ReadVerificationKeys(VerificationKey)];
        return [.. all.OrderBy(repository => repository.Priority).Select(repository => repository with { VerificationKeys = keys })];
    }

    /// <inheritdoc />
    private protected override IEnumerable<string> AlsoRead() =>
        base.AlsoRead().Concat(KeyFile.FilesOf(VerificationKey).Select(PathOf));

    /// <summary>Agrees with each repository on a state.</summary>
    private protected async System.Threading.Tasks.Task<ImmutableSortedDictionary<string, LockedRepository>> FetchRepositoriesAsync(
        CosLock content, ImmutableArray<RepositoryReference> repositories, CancellationToken cancellationToken)
    {
        RepositoryFetcher fetcher = new(Cache, PathOf(ProjectFolder), Registries);
        ImmutableSortedDictionary<string, LockedRepository>.Builder states = CosLock.Empty.Repositories.ToBuilder();
        foreach (RepositoryReference reference in repositories)
        {
            LockedRepository? before = content.Repositories.GetValueOrDefault(reference.Name);
            LockedRepository state = await fetcher.FetchAsync(reference, before, Policy, cancellationToken).ConfigureAwait(false);
            if (!reference.IsReference && (before is null || !before.HasContentOf(state)))
            {
                Log.LogMessage(
                    MessageImportance.High, "  repository {0} is at revision {1}", reference.Name, state.Revision.ToString(CultureInfo.InvariantCulture));
            }
            if (!reference.IsReference)
            {
                states[reference.Name] = state;
            }
        }
        return states.ToImmutable();
    }
}
