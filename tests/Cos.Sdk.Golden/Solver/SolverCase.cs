using System.Collections.Immutable;
using System.Text.Json;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Resolution;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Golden.Solver;

/// <summary>
/// A generated tree with what the reference answered, and an independent verdict. An answer of ours is judged by the definition of a solution; where
/// there is only one, by equality.
/// </summary>
internal sealed class SolverCase
{
    private readonly ImmutableArray<Candidate> _candidates;
    private readonly PackageRequirement _target;
    private readonly JsonElement _row;

    private SolverCase(JsonElement row)
    {
        _row = row;
        _target = PackageReference.ParseRequirement(row.Text("target")!);
        _candidates = [.. row.Items("packages").Select(ReadPackage)];
    }

    /// <summary>Whether a file is of this kind.</summary>
    public static bool Is(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty("packages", out _) && json.TryGetProperty("target", out _);

    /// <summary>The difference; null when there is none.</summary>
    public static string? Compare(JsonElement row, CancellationToken cancellationToken) => new SolverCase(row).Compare(cancellationToken);

    private bool IsSatisfiable => _row.TryGetProperty("satisfiable", out JsonElement verdict) && verdict.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? verdict.GetBoolean()
        : _row.Text("result") == "sat";

    private string? Compare(CancellationToken cancellationToken)
    {
        ResolvedPackages resolved;
        try
        {
            resolved = new Resolver().Resolve(new PackageUniverse(_candidates), [_target], cancellationToken);
        }
        catch (CosException exception)
        {
            return !IsSatisfiable && exception.Diagnostics.All(item => item.Code is "COS3001" or "COS3002" or "COS3003" or "COS3004")
                ? null
                : $"{(IsSatisfiable ? "there is a solution" : "there is no solution, and its explanation is another")}\n{Diagnosed.Text(exception.Diagnostics)}";
        }
        IReadOnlyList<PackageId> order = resolved.OrderFor(resolved.Targets[0].To);
        string answer = string.Join(' ', order);
        if (!IsSatisfiable)
        {
            return $"there is no solution\nours: {answer}";
        }
        return SolutionCheck.FindFault(_candidates, _target, order) is { } fault ? $"{fault}\nours: {answer}"
            : OnlyAnswer(order) is { } only ? Difference.Of(only, answer)
            : null;
    }

    /// <summary>The recorded order, where nothing about it is left to chance.</summary>
    private string? OnlyAnswer(IReadOnlyList<PackageId> order) =>
        _row.Flag("deterministic") && _row.Items("answers") is [var answer] && answer.Texts("order") is { } recorded
        && order.SelectMany(id => _candidates.Single(candidate => candidate.Id == id).Requires).Append(_target)
            .All(wish => _candidates.Count(candidate => SolutionCheck.Meets(candidate, wish)) == 1)
            ? string.Join(' ', recorded)
            : null;

    private static Candidate ReadPackage(JsonElement json)
    {
        PackageRequirement self = ReadWish(json);
        return new Candidate(new PackageId(self.Name, self.Selector), ReadWishes(json, "requires"), ReadWishes(json, "conflicts"), ReadWishes(json, "provides"), null);
    }

    private static ImmutableArray<PackageRequirement> ReadWishes(JsonElement json, string property) => [.. json.Items(property).Select(ReadWish)];

    private static PackageRequirement ReadWish(JsonElement json) =>
        new(new PackageName(json.Text("category") ?? "", json.Text("name")!), json.Text("version") ?? "");
}
