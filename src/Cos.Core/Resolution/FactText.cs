using System.Globalization;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Resolution;

/// <summary>Says what an incompatibility means, as a clause of a sentence.</summary>
internal static class FactText
{
    private const int MaxListed = 4;

    /// <summary>So many steps of a way are shown at either end of it.</summary>
    private const int MaxSteps = 8;

    /// <summary>For example <c>t/a@1.0 requires t/b@>=2 (2.0 or 2.1; build.yaml(3,5))</c>, or what has been derived, <c>t/a@1.0 needs t/b@2.0</c>.</summary>
    public static string Of(Incompatibility incompatibility) => incompatibility.Cause switch
    {
        RequirementCause cause => OfRequirement(cause.Group),
        ConflictCause cause => OfConflict(cause),
        CycleCause cause => $"{PathOf(cause)} is a circle",
        _ => OfTerms(incompatibility),
    };

    /// <summary>The packages around a circle, the first one again at the end.</summary>
    public static string PathOf(CycleCause cause) => string.Join(
        " → ", Shorten(cause.Path.Append(cause.Path[0]), group => Describe(group.Owner!, group.Owners)));

    /// <summary>Who states a requirement, what, and where.</summary>
    public static string OfEdge(RequirementGroup group) => $"{StatementOf(group)}{Aside(LocationOf(group))}";

    /// <summary>What is said of each of several steps; of many, the first and the last ones.</summary>
    public static IEnumerable<string> Shorten<T>(IEnumerable<T> steps, Func<T, string> describe)
    {
        T[] all = [.. steps];
        return all.Length <= 2 * MaxSteps
            ? all.Select(describe)
            : [.. all[..MaxSteps].Select(describe), "…", .. all[^MaxSteps..].Select(describe)];
    }

    /// <summary>The packages that state a requirement, or the place that asks for a target.</summary>
    public static string OwnersOf(RequirementGroup group) => group.Owner is null
        ? group.Requirement.Location?.ToString() ?? "the project"
        : Describe(group.Owner, group.Owners);

    /// <summary>The versions of a package that there are, for a message.</summary>
    public static string VersionsOf(PackageNode node) => List(node, node.All);

    private static string StatementOf(RequirementGroup group) =>
        $"{OwnersOf(group)} {(group.Owner is null ? "asks for" : "requires")} {group.Requirement}";

    private static string? LocationOf(RequirementGroup group) => group.Owner is null ? null : group.Requirement.Location?.ToString();

    private static string OfRequirement(RequirementGroup group)
    {
        string? met = group.Options switch
        {
            [] when group.Wanted.Candidates.IsEmpty => "no such package",
            [] => $"there is only {VersionsOf(group.Wanted)}",
            [{ IsProvider: false } own] => IsObvious(group, own) ? null : $"that is {List(own.Node, own.States)}",
            _ => "met by " + string.Join(" or ", group.Options.Select(option => Describe(option.Node, option.States))),
        };
        return $"{StatementOf(group)}{Aside(met, LocationOf(group))}";
    }

    /// <summary>Whether the versions say no more than the selector.</summary>
    private static bool IsObvious(RequirementGroup group, RequirementOption own) =>
        !VersionSelector.IsConstraint(group.Requirement.Selector) || own.Node.Candidates.Length == 1 || own.States.Count > MaxListed;

    private static string OfConflict(ConflictCause cause) =>
        $"{Describe(cause.Owner, cause.Owners)} conflicts with {cause.Conflict}"
        + Aside(cause.IsProvider ? $"provided by {cause.Other}" : null, cause.Conflict.Location?.ToString());

    /// <summary>A term with the absent state denies the other states; one without it affirms its own.</summary>
    private static string OfTerms(Incompatibility incompatibility)
    {
        string[] affirmed = [.. incompatibility.Terms.Where(term => !term.States.AllowsAbsence).Select(term => Describe(term.Node, term.States))];
        string[] denied = [.. incompatibility.Terms
            .Where(term => term.States.AllowsAbsence)
            .Select(term => Describe(term.Node, term.Node.All.Except(term.States)))];
        string needed = string.Join(" or ", denied);
        return (affirmed.Length, denied.Length) switch
        {
            (0, 0) => "there is no solution",
            (0, _) => $"{needed} is needed",
            (1, 0) => $"{affirmed[0]} cannot be used",
            (1, _) => $"{affirmed[0]} needs {needed}",
            (_, 0) => $"{Join(affirmed)} do not go together",
            _ => $"{Join(affirmed)} together need {needed}",
        };
    }

    private static string Join(string[] items) => $"{string.Join(", ", items[..^1])} and {items[^1]}";

    private static string Describe(PackageNode node, VersionSet states) =>
        node.Candidates.Length > 1 && states.Except(node.None).Equals(node.All.Except(node.None))
            ? $"every version of {node}"
            : $"{node}@{List(node, states)}";

    /// <summary>The oldest first, as people count; long runs by their ends.</summary>
    private static string List(PackageNode node, VersionSet states)
    {
        int[] listed = [.. states.States().Where(state => state != VersionSet.Absent).OrderDescending()];
        string[] versions = [.. listed.Select(state => node.CandidateOf(state).Id.Version)];
        if (versions.Length <= MaxListed)
        {
            return string.Join(" or ", versions);
        }
        bool isRun = listed[0] - listed[^1] == listed.Length - 1;
        return isRun
            ? $"{versions[0]} to {versions[^1]}"
            : string.Create(CultureInfo.InvariantCulture, $"{string.Join(" or ", versions.Take(MaxListed - 1))} or {versions.Length - MaxListed + 1} more");
    }

    private static string Aside(params IEnumerable<string?> remarks)
    {
        string text = string.Join("; ", remarks.Where(remark => remark is not null));
        return text.Length == 0 ? "" : $" ({text})";
    }
}
