using Cos.Sdk.Diagnostics;
using Cos.Sdk.Resolution;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Validation;

/// <summary>Finds the packages of a universe whose requirements cannot be met, and says why.</summary>
internal sealed class Solvability(PackageUniverse universe, CancellationToken cancellationToken)
{
    /// <summary>A tree with more of them has one cause for most.</summary>
    private const int MaxFailures = 50;

    private readonly Resolver _resolver = new();
    private readonly List<(PackageId Package, Diagnostic Problem)> _problems = [];

    /// <summary>
    /// Requirements that nothing meets, each where it is written; then packages that have no solution though each requirement has candidates.
    /// </summary>
    public IReadOnlyList<(PackageId Package, Diagnostic Problem)> Find(IEnumerable<PackageId> packages)
    {
        PackageId[] all = [.. packages];
        HashSet<PackageId> broken = FindMissing();
        foreach (PackageRequirement[] round in all.Where(id => !broken.Contains(id)).GroupBy(AgeOf).OrderBy(group => group.Key)
            .Select(group => group.Select(id => new PackageRequirement(id.Name, id.Version)).ToArray()))
        {
            Solve(round, new HashSet<string>(StringComparer.Ordinal));
        }
        return _problems;
    }

    /// <summary>Versions of one package cannot be solved together; the newest of all can, then the second newest.</summary>
    private int AgeOf(PackageId id) => universe.VersionsOf(id.Name).TakeWhile(candidate => candidate.Id != id).Count();

    /// <summary>Reports unmet requirements; gives the packages that cannot be used because of one.</summary>
    private HashSet<PackageId> FindMissing()
    {
        HashSet<PackageId> broken = [];
        Candidate[] candidates = [.. universe.Names.Order().SelectMany(name => universe.VersionsOf(name))];
        foreach (Candidate candidate in candidates)
        {
            foreach (PackageRequirement requirement in candidate.Requires.Where(requirement => !universe.Matching(requirement).Any()))
            {
                _problems.Add((candidate.Id, FailureReport.MissingRequirement(universe, candidate.Id, requirement)));
                broken.Add(candidate.Id);
            }
        }
        ILookup<PackageName, Candidate> wanting = candidates
            .SelectMany(candidate => candidate.Requires.Select(requirement => (requirement.Name, candidate)))
            .ToLookup(item => item.Name, item => item.candidate);
        Queue<PackageId> open = new(broken);
        while (broken.Count > 0 && open.TryDequeue(out PackageId next))
        {
            IEnumerable<PackageName> names = (universe.Find(next)?.Provides ?? []).Select(entry => entry.Name).Prepend(next.Name);
            foreach (Candidate candidate in names.SelectMany(name => wanting[name]).Where(candidate => !broken.Contains(candidate.Id)))
            {
                if (candidate.Requires.Any(requirement => universe.Matching(requirement).All(match => broken.Contains(match.Id))))
                {
                    broken.Add(candidate.Id);
                    open.Enqueue(candidate.Id);
                }
            }
        }
        return broken;
    }

    /// <summary>What can be solved together can be solved alone; what cannot is halved.</summary>
    private void Solve(PackageRequirement[] wishes, HashSet<string> known)
    {
        if (wishes.Length == 0 || known.Count >= MaxFailures || _resolver.TryResolve(universe, wishes, cancellationToken) is not { Packages: null } result)
        {
            return;
        }
        if (wishes.Length > 1)
        {
            Solve(wishes[..(wishes.Length / 2)], known);
            Solve(wishes[(wishes.Length / 2)..], known);
            return;
        }
        foreach (Diagnostic error in result.Errors)
        {
            if (known.Add($"{error.Code} {error.Location}"))
            {
                _problems.Add((new PackageId(wishes[0].Name, wishes[0].Selector), error));
            }
        }
    }
}
