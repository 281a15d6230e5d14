using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Planning;

/// <summary>
/// Finds the packages whose archives an entry of <c>retrieve</c> means. What is built before the package, or in the same project, is looked at first, then
/// every package; one that needs the package itself comes after it and is never meant.
/// </summary>
internal sealed class Retrieval(
    IReadOnlyDictionary<PackageId, PlannedPackage> packages, IBuildResolution resolution, IReadOnlyList<PackageId> targets)
{
    private static readonly string[] Suffixes = ["", ".gz", ".zst"];

    private readonly Dictionary<string, FileGlob> _globs = new(StringComparer.Ordinal);

    /// <summary>The packages that an entry means, in byte order of their fingerprints, with the names of the files that match.</summary>
    /// <exception cref="CosException">COS4100: there is none.</exception>
    public IReadOnlyList<(PackageId Package, string File)> Find(RetrieveEntry entry, PackageId owner)
    {
        IEnumerable<PackageId> near = resolution.ChainOf(owner).Concat(targets);
        (PackageId, string)[] found = [.. Among(near)];
        if (found.Length == 0)
        {
            found = [.. Among(packages.Keys)];
        }
        return found.Length > 0 ? found : throw new CosException(PlanningDiagnostics.RetrieveMatchesNothing(entry.Location, entry.Text, owner.ToString()));

        IEnumerable<(PackageId, string)> Among(IEnumerable<PackageId> candidates) => candidates
            .Distinct()
            .Where(id => id != owner && packages[id].Spec is not null)
            .OrderBy(id => id.Fingerprint, StringComparer.Ordinal)
            .SelectMany(id => FilesOf(entry, id).Select(file => (id, file)))
            .Where(pair => !ComesAfter(pair.id, owner));
    }

    /// <summary>The archive by its plain name, else as it is compressed; and its metadata.</summary>
    private IEnumerable<string> FilesOf(RetrieveEntry entry, PackageId id)
    {
        if (!_globs.TryGetValue(entry.Text, out FileGlob? glob))
        {
            _globs.Add(entry.Text, glob = FileGlob.Parse(entry.Text));
        }
        string? archive = Suffixes.Select(suffix => $"{id.Fingerprint}.package.tar{suffix}").FirstOrDefault(glob.IsMatch);
        string metadata = $"{id.Fingerprint}.metadata.yaml";
        return archive is null ? glob.IsMatch(metadata) ? [metadata] : []
            : glob.IsMatch(metadata) ? [archive, metadata]
            : [archive];
    }

    private bool ComesAfter(PackageId id, PackageId owner)
    {
        HashSet<PackageId> seen = [id];
        Stack<PackageId> open = new([id]);
        while (open.TryPop(out PackageId next))
        {
            if (next == owner)
            {
                return true;
            }
            foreach (PackageId needed in NeededBy(next).Where(seen.Add))
            {
                open.Push(needed);
            }
        }
        return RetrievesFrom(id, owner) && string.CompareOrdinal(id.Fingerprint, owner.Fingerprint) > 0;
    }

    private IEnumerable<PackageId> NeededBy(PackageId id) => packages[id].Spec is { } spec
        ? resolution.ChainOf(id)
            .Concat(spec.Copies.Where(copy => copy.Package is not null).Select(copy => resolution.Find(copy.Package!)))
            .Concat(spec.RequiresFinalImages ? resolution.PartsOf(id) : [])
        : [];

    /// <summary>Of two packages that would take each other's archives, the first by name is the first to be built.</summary>
    private bool RetrievesFrom(PackageId id, PackageId other) =>
        packages[id].Spec!.Retrieve.Any(entry => !entry.IsUrl && FilesOf(entry, other).Any());
}
