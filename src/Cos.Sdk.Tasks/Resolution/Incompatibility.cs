namespace Cos.Sdk.Resolution;

/// <summary>Terms that do not hold all at once in any solution, and why that is so.</summary>
internal sealed class Incompatibility
{
    /// <summary>Terms of the same package are joined; one that always holds is left out.</summary>
    public Incompatibility(IEnumerable<Term> terms, IncompatibilityCause cause)
    {
        Cause = cause;
        List<Term> joined = [];
        foreach (Term term in terms)
        {
            int same = joined.FindIndex(item => item.Node == term.Node);
            if (same < 0)
            {
                joined.Add(term);
            }
            else
            {
                joined[same] = new Term(term.Node, joined[same].States.Intersect(term.States));
            }
        }
        joined.RemoveAll(term => term.States.Equals(term.Node.All));
        Terms = [.. joined];
    }

    /// <summary>At most one a package.</summary>
    public Term[] Terms { get; }

    /// <summary>Why.</summary>
    public IncompatibilityCause Cause { get; }
}
