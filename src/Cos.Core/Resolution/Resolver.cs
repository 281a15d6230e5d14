using Cos.Sdk.Diagnostics;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Resolution;

/// <summary>
/// Chooses versions. A solution is found whenever there is one. Of several, targets in the given order get the newest version that is allowed, then what
/// they require, and so on outwards; a provider is preferred to the package that it replaces.
/// </summary>
/// <param name="stepLimit">How many clauses a search may look at.</param>
internal sealed class Resolver(long stepLimit = Resolver.DefaultStepLimit)
{
    /// <summary>Some seconds of work; ten thousand packages need a hundredth of it.</summary>
    public const long DefaultStepLimit = 50_000_000;

    /// <summary>Solves several targets together.</summary>
    /// <exception cref="CosException">COS3001 to COS3005: there is no solution.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public ResolvedPackages Resolve(PackageUniverse universe, IReadOnlyList<PackageRequirement> targets, CancellationToken cancellationToken)
    {
        ResolverResult result = TryResolve(universe, targets, cancellationToken);
        return result.Packages ?? throw new CosException(result.Errors);
    }

    /// <summary>Solves several targets together, or each alone where they have no common solution, which an information then says.</summary>
    /// <returns>The targets that have a solution, in the given order. Those that have none are reported as errors.</returns>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public IReadOnlyList<TargetSolution> ResolveTogetherOrAlone(
        PackageUniverse universe, IReadOnlyList<PackageRequirement> targets, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        ResolverResult together = TryResolve(universe, targets, cancellationToken);
        if (together.Packages is not null || targets.Count == 1)
        {
            diagnostics.AddRange(together.Errors);
            return together.Of(targets);
        }
        (PackageRequirement Target, ResolverResult Result)[] alone = [.. targets.Select(target => (target, TryResolve(universe, [target], cancellationToken)))];
        (PackageRequirement Target, ResolverResult Result)[] solved = [.. alone.Where(item => item.Result.Packages is not null)];
        diagnostics.AddRange(alone.SelectMany(item => item.Result.Errors));
        if (solved.Length < targets.Count)
        {
            // Without the ones that cannot be solved at all the others may go together.
            PackageRequirement[] rest = [.. solved.Select(item => item.Target)];
            together = TryResolve(universe, rest, cancellationToken);
            if (together.Packages is not null)
            {
                return together.Of(rest);
            }
        }
        string reasons = string.Join(' ', together.Errors.Select(error => error.Message));
        diagnostics.Add(ResolutionDiagnostics.SolvedAlone(reasons, together.Errors[0].Location));
        return [.. solved.SelectMany(item => item.Result.Of([item.Target]))];
    }

    /// <summary>Solves several targets together, and says why when there is no solution.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public ResolverResult TryResolve(PackageUniverse universe, IReadOnlyList<PackageRequirement> targets, CancellationToken cancellationToken)
    {
        RequirementGroup[] wishes = [.. targets.Select(target => RequirementGroup.ForTarget(universe, target))];
        Diagnostic[] missing = [.. wishes.Where(wish => wish.Options.IsEmpty).Select(wish => FailureReport.MissingTarget(universe, wish))];
        if (missing.Length > 0)
        {
            return new ResolverResult(null, missing);
        }
        Solver solver = new(wishes, new StepBudget(stepLimit, cancellationToken));
        return solver.Solve() switch
        {
            SolverOutcome.Solved => new ResolverResult(SolutionReader.Read(universe, wishes, solver), []),
            SolverOutcome.Contradiction => new ResolverResult(
                null, [FailureReport.Explain(universe, wishes, solver.Contradiction!, cancellationToken)]),
            _ => new ResolverResult(null, [ResolutionDiagnostics.TooHard(FailureReport.Name(wishes), stepLimit)]),
        };
    }
}
