using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Files;
using Cos.Sdk.Tools;

namespace Cos.Sdk.Fetching;

/// <summary>Bootstraps the root file systems of seeds. Seeds of one builder that ask the same archive see the same state of it.</summary>
internal sealed class SeedBuilder(IToolRunner tools, SeedBuilderOptions options) : IDisposable
{
    private readonly SeedCache _cache = new(options.CacheFolder);
    private readonly ConcurrentDictionary<string, Lazy<Task<FetchedIndex>>> _indices = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<string> _indexFolders = [];

    /// <summary>Takes the root file system of a seed from the cache, or bootstraps it.</summary>
    /// <param name="seed">A seed that is no archive.</param>
    /// <param name="locked">What must come out; null when that is to be found out.</param>
    /// <param name="cancellationToken">Ends the bootstrap program too.</param>
    /// <exception cref="CosException">The keyring is missing, locked packages are gone, other packages came out, or the program fails.</exception>
    public async Task<BuiltSeed> BuildAsync(SeedImage seed, LockedSeed? locked, CancellationToken cancellationToken)
    {
        if (!File.Exists(seed.Keyring))
        {
            throw new CosException(FetchingDiagnostics.KeyringMissing(
                seed.Location, seed.Reference, seed.Keyring, DistributionTraits.Of(seed.Distribution).KeyringPackage));
        }
        string name = locked is null ? SeedPlanner.RequestKey(seed) : SeedPlanner.CacheKey(locked);
        using FileLock turn = await _cache.LockAsync(name, cancellationToken).ConfigureAwait(false);
        if (locked is not null && await _cache.FindAsync(locked, cancellationToken).ConfigureAwait(false) is { } cached)
        {
            return new BuiltSeed(locked, cached, FromCache: true);
        }
        string work = CreateWorkFolder();
        try
        {
            return await BuildAsync(seed, locked, work, _cache.NewPath(name), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    /// <summary>Removes the indices that were fetched.</summary>
    public void Dispose()
    {
        while (_indexFolders.TryTake(out string? folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<BuiltSeed> BuildAsync(SeedImage seed, LockedSeed? locked, string work, string file, CancellationToken cancellationToken)
    {
        SeedPlan plan = SeedPlanner.Plan(seed, locked, MachineAptSources.Find(options.AptFolder, seed));
        FetchedIndex index = await _indices.GetOrAdd(
            plan.IndexKey, _ => new Lazy<Task<FetchedIndex>>(() => FetchIndexAsync(seed, plan, cancellationToken))).Value.ConfigureAwait(false);
        if (locked is not null)
        {
            index.Packages.RequireAll(seed, locked.Packages);
        }
        await WriteFilesAsync(work, plan, cancellationToken).ConfigureAwait(false);
        File.Copy(index.ListsFile, Path.Combine(work, SeedPlanner.ListsFile));

        long epoch = locked?.Epoch ?? index.Packages.Epoch;
        try
        {
            string digest = await BootstrapAsync(seed, plan, work, epoch, file, cancellationToken).ConfigureAwait(false);
            LockedSeed made = Describe(seed, index.Packages, epoch, digest, Path.Combine(work, SeedPlanner.StatusFile));
            if (locked is not null)
            {
                SeedComparison.RequireSame(seed, locked.Packages, made.Packages);
            }
            return new BuiltSeed(made, _cache.Add(made, file), FromCache: false);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private async Task<FetchedIndex> FetchIndexAsync(SeedImage seed, SeedPlan plan, CancellationToken cancellationToken)
    {
        string work = CreateWorkFolder();
        _indexFolders.Add(work);
        await WriteFilesAsync(work, plan, cancellationToken).ConfigureAwait(false);
        ToolInvocation invocation = new()
        {
            Tool = ToolName.Mmdebstrap,
            Arguments = plan.IndexArguments,
            WorkingDirectory = work,
            Environment = SeedEnvironment(0),
            LogFile = LogFile(seed),
        };
        await tools.RunAsync(invocation, cancellationToken).ConfigureAwait(false);
        string lists = Path.Combine(work, SeedPlanner.ListsFile);
        return new FetchedIndex(await PackageIndexReader.ReadAsync(lists, cancellationToken).ConfigureAwait(false), lists);
    }

    private async Task<string> BootstrapAsync(
        SeedImage seed, SeedPlan plan, string work, long epoch, string file, CancellationToken cancellationToken)
    {
        string digest = "";
        ToolInvocation invocation = new()
        {
            Tool = ToolName.Mmdebstrap,
            Arguments = plan.BootstrapArguments,
            WorkingDirectory = work,
            Environment = SeedEnvironment(epoch),
            ReadOutput = async (output, token) => digest = await RootFileSystemFile.WriteAsync(file, output, token).ConfigureAwait(false),
            LogFile = LogFile(seed),
        };
        await tools.RunAsync(invocation, cancellationToken).ConfigureAwait(false);
        return digest;
    }

    private static LockedSeed Describe(SeedImage seed, PackageIndex index, long epoch, string digest, string statusFile) => new()
    {
        Distribution = seed.Distribution,
        Suite = seed.Suite,
        Variant = seed.Variant,
        Architecture = seed.Architecture,
        Components = seed.Components,
        Mirrors = seed.Mirrors,
        Requested = seed.Packages,
        Epoch = epoch,
        Packages =
        [
            .. InstalledPackage.ReadStatus(statusFile).Select(installed => index.Identify(installed)
                ?? throw new CosException(FetchingDiagnostics.ArchiveChanged(seed.Location, seed.Reference, $"{installed.Name} {installed.Version}"))),
        ],
        RootFileSystem = digest,
    };

    private static async Task WriteFilesAsync(string work, SeedPlan plan, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(Path.Combine(work, SeedPlanner.SourcesFile), plan.Sources, cancellationToken).ConfigureAwait(false);
        await File.WriteAllTextAsync(Path.Combine(work, SeedPlanner.PinsFile), plan.Pins, cancellationToken).ConfigureAwait(false);
    }

    private static ImmutableSortedDictionary<string, string> SeedEnvironment(long epoch) =>
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
            .Add("SOURCE_DATE_EPOCH", epoch.ToString(CultureInfo.InvariantCulture))
            .Add("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
            .Add("HOME", "/root");

    private string CreateWorkFolder() => Directory.CreateDirectory(Path.Combine(options.WorkFolder, Path.GetRandomFileName())).FullName;

    private string LogFile(SeedImage seed) =>
        Path.Combine(options.LogFolder, "seed-" + string.Concat(seed.Reference.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')) + ".log");

    private sealed record FetchedIndex(PackageIndex Packages, string ListsFile);
}
