using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Resolution;

/// <summary>Turns a failed search into a diagnostic: an unknown package, a missing version, a circle, or requirements that exclude one another.</summary>
internal static class FailureReport
{
    /// <summary>The targets, for messages.</summary>
    public static string Name(IEnumerable<RequirementGroup> targets) => string.Join(", ", targets.Select(target => target.Requirement));

    /// <summary>Says why there is no solution.</summary>
    public static Diagnostic Explain(
        PackageUniverse universe, IReadOnlyList<RequirementGroup> targets, Incompatibility contradiction, CancellationToken cancellationToken)
    {
        Incompatibility minimal = new ContradictionMinimizer(cancellationToken).Minimize(contradiction);
        IReadOnlyList<Incompatibility> facts = Facts.Of(minimal);
        RequirementGroup[] requirements = [.. facts.Select(fact => fact.Cause).OfType<RequirementCause>().Select(cause => cause.Group)];
        RequirementGroup[] unmet = [.. requirements.Where(group => group.Options.IsEmpty)];
        CycleCause[] cycles = [.. facts.Select(fact => fact.Cause).OfType<CycleCause>()];
        bool hasConflicts = facts.Any(fact => fact.Cause is ConflictCause);
        return (unmet.Length, cycles.Length, hasConflicts) switch
        {
            (1, 0, false) => Missing(universe, unmet[0], minimal),
            (0, 1, false) => Cycle(cycles[0]),
            _ => ResolutionDiagnostics.Unsatisfiable(Name(targets), ExplanationWriter.Write(minimal), FirstLocation(facts)),
        };
    }

    /// <summary>Says that nothing meets a target.</summary>
    public static Diagnostic MissingTarget(PackageUniverse universe, RequirementGroup target) => Missing(universe, target, null);

    /// <summary>Says that nothing meets a requirement of a package.</summary>
    public static Diagnostic MissingRequirement(PackageUniverse universe, PackageId owner, PackageRequirement requirement)
    {
        PackageNode node = universe.NodeOf(owner.Name);
        int state = 1 + node.Candidates.TakeWhile(candidate => candidate.Id != owner).Count();
        return Missing(universe, RequirementGroup.ForPackage(universe, node, node.SetOf(state), requirement), null);
    }

    private static Diagnostic Missing(PackageUniverse universe, RequirementGroup unmet, Incompatibility? contradiction)
    {
        PackageRequirement requirement = unmet.Requirement;
        string origin = unmet.Owner is null ? "" : $", which {FactText.OwnersOf(unmet)} requires";
        string reason = unmet.Owner is null || contradiction is null ? "" : Reason(unmet, contradiction);
        return universe.Knows(requirement.Name)
            ? ResolutionDiagnostics.NoMatchingVersion($"{requirement}{origin}", VersionHint(universe, unmet) + reason, requirement.Location)
            : ResolutionDiagnostics.UnknownPackage($"{requirement.Name}{origin}", NameHint(universe, requirement.Name) + reason, requirement.Location);
    }

    /// <summary>Why the owner of an unmet requirement is needed: the way from a target where it is one, otherwise the derivation.</summary>
    private static string Reason(RequirementGroup unmet, Incompatibility contradiction)
    {
        List<RequirementGroup> others = [.. Facts.Of(contradiction).Select(fact => ((RequirementCause)fact.Cause).Group).Where(group => group != unmet)];
        Stack<RequirementGroup> way = [];
        PackageNode? step = unmet.Owner;
        while (step is not null && others.Find(group => group.Options is [RequirementOption only] && only.Node == step) is RequirementGroup previous)
        {
            others.Remove(previous);
            way.Push(previous);
            step = previous.Owner;
        }
        return others.Count > 0 || step is not null ? " " + ExplanationWriter.Write(contradiction)
            : way.Count > 1 ? $" It is needed since {string.Join(", and ", FactText.Shorten(way, FactText.OfEdge))}."
            : "";
    }

    private static string NameHint(PackageUniverse universe, PackageName name)
    {
        IReadOnlyList<PackageName> nearest = NearestNames.Find(universe, name);
        string category = name.Category.Length == 0 && nearest.Any(other => other.Name == name.Name)
            ? " A category that is left out means the empty one."
            : "";
        return nearest.Count == 0
            ? "Correct the name, or add the tree that has the package."
            : $"Did you mean {string.Join(" or ", nearest)}?{category}";
    }

    private static string VersionHint(PackageUniverse universe, RequirementGroup unmet)
    {
        string selector = unmet.Requirement.Selector;
        ImmutableArray<Candidate> versions = universe.VersionsOf(unmet.Requirement.Name);
        string there = versions.IsEmpty
            ? $"It is only provided: {string.Join(", ", universe.ProvidersOf(unmet.Requirement.Name).Select(provided => $"{provided.Node.CandidateOf(provided.State).Id} provides {provided.Entry}"))}."
            : $"There is {unmet.Wanted}@{FactText.VersionsOf(unmet.Wanted)}.";
        string hint = selector switch
        {
            "" => " Without a version only a package without version is meant; write \">=0\" for any.",
            _ when VersionSelector.Parse(selector).IsUnreadable => " The selector cannot be read; comparisons are joined by commas, as in \">=1.0,<2.0\".",
            ['~' or '^' or '*' or '!', ..] => " Without <, > or = this is one exact version; write \">=1.2\" or \"~>1.2\" for a range.",
            _ when versions.Any(candidate => SemanticVersion.TryParse(candidate.Id.Version) is null) && VersionSelector.IsConstraint(selector) =>
                " Versions that are not numbers joined by points cannot be compared by a selector; name such a version exactly.",
            _ when FindPreRelease(selector, versions) is { } preRelease =>
                $" A pre-release comes before its release; write \">={preRelease}\" to accept it.",
            _ when !versions.IsEmpty && !VersionSelector.IsConstraint(selector) => $" \"{selector}\" is one exact version; write \">={selector}\" to accept later ones.",
            _ => "",
        };
        return there + hint;
    }

    /// <summary>A pre-release that a selector would accept if it were the release.</summary>
    private static string? FindPreRelease(string selector, ImmutableArray<Candidate> versions)
    {
        VersionSelector parsed = VersionSelector.Parse(selector);
        return !parsed.IsSelector ? null : versions.Select(candidate => candidate.Id.Version).FirstOrDefault(version =>
            SemanticVersion.TryParse(version) is { IsPreRelease: true } semantic && parsed.Matches(string.Join('.', semantic.Parts)));
    }

    private static Diagnostic Cycle(CycleCause cycle) => ResolutionDiagnostics.Cycle(
        FactText.PathOf(cycle), $"{string.Join("; ", FactText.Shorten(cycle.Path, FactText.OfEdge))}.", cycle.Path[0].Requirement.Location);

    private static SourceLocation? FirstLocation(IReadOnlyList<Incompatibility> facts) => facts
        .Select(fact => fact.Cause switch
        {
            RequirementCause { Group: { Owner: not null } group } => group.Requirement.Location,
            ConflictCause conflict => conflict.Conflict.Location,
            _ => null,
        })
        .FirstOrDefault(location => location is not null);
}
