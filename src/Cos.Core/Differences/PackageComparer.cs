using System.Collections.Immutable;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Fetching;

namespace Cos.Sdk.Differences;

/// <summary>Compares the archives of two packages, each read once; beginnings of changed texts are read in a second pass.</summary>
internal static class PackageComparer
{
    /// <summary>Texts that are looked into, bytes of each, and how large a file may be to count as one.</summary>
    private const int MostTexts = 50;

    private const int TextLength = 64 * 1024;

    private const long LargestText = 4 << 20;

    /// <summary>Compares two packages.</summary>
    /// <returns>Null when their archives are the same bytes.</returns>
    public static async Task<PackageDifference?> CompareAsync(ComparedPackage from, ComparedPackage to, CancellationToken cancellationToken)
    {
        if (from.Sha256 is not null && from.Sha256 == to.Sha256)
        {
            return null;
        }
        PackageDifference difference = new()
        {
            Package = to.Id.Name.ToString(), Kind = DifferenceKind.Changed, FromVersion = from.Id.Version, ToVersion = to.Id.Version,
        };
        if (from.Open is null || to.Open is null)
        {
            return difference with { IsFromIndexes = true, Paths = CompareLists(from.Files, to.Files) };
        }
        ArchiveIndex[] indexes = await Task.WhenAll(
            Task.Run(() => ArchiveScanner.ReadAsync(from, cancellationToken), cancellationToken),
            Task.Run(() => ArchiveScanner.ReadAsync(to, cancellationToken), cancellationToken)).ConfigureAwait(false);
        ImmutableArray<PathDifference> paths = ComparePaths(indexes[0], indexes[1]);
        return difference with
        {
            FromSize = indexes[0].Size,
            ToSize = indexes[1].Size,
            IsPackingOnly = paths.IsEmpty,
            Paths = await AddTextsAsync(paths, from, to, cancellationToken).ConfigureAwait(false),
            DistributionPackages = CompareInstalled(indexes[0].Installed ?? [], indexes[1].Installed ?? []),
        };
    }

    private static ImmutableArray<PathDifference> CompareLists(ImmutableArray<string> from, ImmutableArray<string> to) =>
    [
        .. from.Except(to, StringComparer.Ordinal).Select(path => new PathDifference { Path = path, Kind = DifferenceKind.Removed })
            .Concat(to.Except(from, StringComparer.Ordinal).Select(path => new PathDifference { Path = path, Kind = DifferenceKind.Added }))
            .OrderBy(difference => difference.Path, StringComparer.Ordinal),
    ];

    private static ImmutableArray<PathDifference> ComparePaths(ArchiveIndex from, ArchiveIndex to)
    {
        Dictionary<string, PathState> left = LastOfEach(from);
        List<PathDifference> found = [];
        foreach ((string path, PathState state) in LastOfEach(to))
        {
            if (!left.Remove(path, out PathState? before))
            {
                found.Add(new PathDifference { Path = path, Kind = DifferenceKind.Added, To = state });
            }
            else if (AspectsOf(before, state) is { IsEmpty: false } aspects)
            {
                found.Add(new PathDifference { Path = path, Kind = DifferenceKind.Changed, Aspects = aspects, From = before, To = state });
            }
        }
        found.AddRange(left.Select(item => new PathDifference { Path = item.Key, Kind = DifferenceKind.Removed, From = item.Value }));
        return [.. found.OrderBy(difference => difference.Path, StringComparer.Ordinal)];
    }

    /// <summary>Of a path that an archive states more than once the last statement counts.</summary>
    private static Dictionary<string, PathState> LastOfEach(ArchiveIndex index)
    {
        Dictionary<string, PathState> paths = new(StringComparer.Ordinal);
        foreach ((string path, PathState state) in index.Paths)
        {
            paths[path] = state;
        }
        return paths;
    }

    private static ImmutableArray<string> AspectsOf(PathState from, PathState to)
    {
        ImmutableArray<string>.Builder aspects = ImmutableArray.CreateBuilder<string>();
        Add("kind", from.Kind != to.Kind);
        Add("content", from.Sha256 != to.Sha256);
        Add("size", from.Size != to.Size);
        Add("mode", from.Mode != to.Mode);
        Add("owner", from.Owner != to.Owner);
        Add("target", from.LinkTarget != to.LinkTarget);
        Add("attributes", from.Attributes != to.Attributes);
        Add("time", from.ModificationTime != to.ModificationTime);
        return aspects.DrainToImmutable();

        void Add(string aspect, bool differs)
        {
            if (differs)
            {
                aspects.Add(aspect);
            }
        }
    }

    private static async Task<ImmutableArray<PathDifference>> AddTextsAsync(
        ImmutableArray<PathDifference> paths, ComparedPackage from, ComparedPackage to, CancellationToken cancellationToken)
    {
        HashSet<string> wanted = [.. paths.Where(MayBeText).Take(MostTexts).Select(difference => difference.Path)];
        if (wanted.Count == 0)
        {
            return paths;
        }
        Dictionary<string, byte[]> left = await ArchiveScanner.ReadBeginningsAsync(from, wanted, TextLength, cancellationToken).ConfigureAwait(false);
        Dictionary<string, byte[]> right = await ArchiveScanner.ReadBeginningsAsync(to, wanted, TextLength, cancellationToken).ConfigureAwait(false);
        return [.. paths.Select(path => left.TryGetValue(path.Path, out byte[]? before) && right.TryGetValue(path.Path, out byte[]? after)
            ? path with { Text = TextDifference.Find(before, after) }
            : path)];
    }

    private static bool MayBeText(PathDifference difference) =>
        difference is { Kind: DifferenceKind.Changed, From: { Kind: TarEntryKind.File, Size: <= LargestText }, To: { Kind: TarEntryKind.File, Size: <= LargestText } }
        && difference.Aspects.Contains("content");

    private static ImmutableArray<DistributionPackageDifference> CompareInstalled(
        ImmutableArray<InstalledPackage> from, ImmutableArray<InstalledPackage> to)
    {
        SortedDictionary<(string Name, string Architecture), (string? From, string? To)> versions = [];
        foreach (InstalledPackage package in from)
        {
            versions[(package.Name, package.Architecture)] = (package.Version, null);
        }
        foreach (InstalledPackage package in to)
        {
            (string, string) key = (package.Name, package.Architecture);
            versions[key] = (versions.GetValueOrDefault(key).From, package.Version);
        }
        return [.. versions.Where(item => item.Value.From != item.Value.To)
            .Select(item => new DistributionPackageDifference(item.Key.Name, item.Key.Architecture, item.Value.From, item.Value.To))
            .OrderBy(item => item.Name, StringComparer.Ordinal).ThenBy(item => item.Architecture, StringComparer.Ordinal)];
    }
}
