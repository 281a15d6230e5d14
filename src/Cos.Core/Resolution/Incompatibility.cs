namespace Cos.Sdk.Resolution;

/// <summary>Terms that do not hold all at once in any solution, and why that is so.</summary>
internal sealed class Incompatibility
{
    /// <summary>Up to so many are searched one by one.</summary>
    private const int FewTerms = 12;

    /// <summary>Terms of different packages, none of which always holds.</summary>
    public Incompatibility(Term[] terms, IncompatibilityCause cause)
    {
        Terms = terms;
        Cause = cause;
    }

    /// <summary>At most one a package.</summary>
    public Term[] Terms { get; }

    /// <summary>Why.</summary>
    public IncompatibilityCause Cause { get; }

    /// <summary>Terms of the same package are joined; one that always holds is left out.</summary>
    public static Incompatibility Create(IReadOnlyCollection<Term> terms, IncompatibilityCause cause)
    {
        List<Term> joined = new(terms.Count);
        Dictionary<PackageNode, int>? places = terms.Count > FewTerms ? new(terms.Count) : null;
        foreach (Term term in terms)
        {
            int same = places is null ? joined.FindIndex(other => other.Node == term.Node) : places.GetValueOrDefault(term.Node, -1);
            if (same < 0)
            {
                places?.Add(term.Node, joined.Count);
                joined.Add(term);
            }
            else
            {
                joined[same] = new Term(term.Node, joined[same].States.Intersect(term.States));
            }
        }
        joined.RemoveAll(term => term.States.Equals(term.Node.All));
        return new Incompatibility([.. joined], cause);
    }
}
