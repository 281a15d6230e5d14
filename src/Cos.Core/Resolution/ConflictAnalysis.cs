namespace Cos.Sdk.Resolution;

/// <summary>Turns a contradiction into what was wrong before it, and takes the search back to where that shows.</summary>
internal static class ConflictAnalysis
{
    /// <summary>A term of a derived clause takes about as long to make, and is kept for the explanation.</summary>
    private const int StepsPerTerm = 10;

    /// <summary>
    /// Resolves the conflict with the clauses that led to it until one step alone, above a level where all else held, is to blame; goes back to that
    /// level. The result forces something there. It has no terms when nothing but facts is to blame; it is null when the budget is used up.
    /// </summary>
    public static Incompatibility? Learn(Incompatibility conflict, PartialSolution solution, StepBudget budget)
    {
        Incompatibility current = conflict;
        while (current.Terms.Length > 0)
        {
            budget.Use(StepsPerTerm * current.Terms.Length);
            if (budget.IsExceeded)
            {
                return null;
            }
            (Term term, TrailEntry last, int levelOfOthers) = FindLastSatisfier(current, solution);
            if (last.Level > levelOfOthers)
            {
                solution.BackTo(levelOfOthers);
                return current;
            }
            current = Resolve(current, term, last.Cause!);
        }
        return current;
    }

    /// <summary>The step that made the last of the terms hold, and the level at which all other terms held.</summary>
    private static (Term Term, TrailEntry Last, int LevelOfOthers) FindLastSatisfier(Incompatibility incompatibility, PartialSolution solution)
    {
        Term lastTerm = incompatibility.Terms[0];
        TrailEntry last = solution.StateOf(lastTerm.Node).SatisfierOf(lastTerm.States);
        int levelOfOthers = 0;
        foreach (Term term in incompatibility.Terms.AsSpan(1))
        {
            TrailEntry satisfier = solution.StateOf(term.Node).SatisfierOf(term.States);
            if (satisfier.Position > last.Position)
            {
                (lastTerm, last, satisfier) = (term, satisfier, last);
            }
            levelOfOthers = Math.Max(levelOfOthers, satisfier.Level);
        }
        return (lastTerm, last, levelOfOthers);
    }

    /// <summary>
    /// If the package is in the states of either term, and the other terms of both hold, one of the two is violated. The package was in one of these
    /// states before the step, so what results held earlier.
    /// </summary>
    private static Incompatibility Resolve(Incompatibility left, Term leftTerm, Incompatibility right)
    {
        PackageNode node = leftTerm.Node;
        Term rightTerm = right.Terms.First(term => term.Node == node);
        IEnumerable<Term> others = left.Terms.Concat(right.Terms).Where(term => term.Node != node);
        Term joined = new(node, leftTerm.States.Union(rightTerm.States));
        return Incompatibility.Create([.. others, joined], new DerivedCause(left, right));
    }
}
