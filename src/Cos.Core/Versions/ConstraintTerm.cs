namespace Cos.Sdk.Versions;

/// <summary>One comparison of a constraint, such as <c>>=1.0</c>.</summary>
internal sealed record ConstraintTerm(ConstraintOperator Operator, SemanticVersion Version)
{
    // Longer ones first, since some begin with others.
    private static readonly (string Text, ConstraintOperator Operator)[] Operators =
    [
        (">=", ConstraintOperator.GreaterOrEqual), ("<=", ConstraintOperator.LessOrEqual), ("!=", ConstraintOperator.NotEqual),
        ("~>", ConstraintOperator.Compatible), (">", ConstraintOperator.Greater), ("<", ConstraintOperator.Less), ("=", ConstraintOperator.Equal),
    ];

    /// <summary>Reads an operator and a version with any white space around them; a version alone means that version. Null when it cannot be read.</summary>
    public static ConstraintTerm? TryParse(string text)
    {
        string rest = text.Trim();
        int index = Array.FindIndex(Operators, item => rest.StartsWith(item.Text, StringComparison.Ordinal));
        (string sign, ConstraintOperator comparison) = index < 0 ? ("", ConstraintOperator.Equal) : Operators[index];
        SemanticVersion? version = SemanticVersion.TryParse(rest[sign.Length..].TrimStart());
        return version is null ? null : new ConstraintTerm(comparison, version);
    }

    /// <summary>Compares by order alone.</summary>
    public bool HoldsFor(SemanticVersion candidate)
    {
        int order = candidate.CompareTo(Version);
        return Operator switch
        {
            ConstraintOperator.Equal => order == 0,
            ConstraintOperator.NotEqual => order != 0,
            ConstraintOperator.Greater => order > 0,
            ConstraintOperator.GreaterOrEqual => order >= 0,
            ConstraintOperator.Less => order < 0,
            ConstraintOperator.LessOrEqual => order <= 0,
            _ => order >= 0 && HasSameLeadingParts(candidate),
        };
    }

    /// <summary>Compares by order, and lets a pre-release in only where the term names a pre-release of the same numbers.</summary>
    public bool HoldsStrictlyFor(SemanticVersion candidate) => Operator switch
    {
        ConstraintOperator.Equal or ConstraintOperator.NotEqual => HoldsFor(candidate),
        ConstraintOperator.Compatible when Version.IsPreRelease && !candidate.IsPreRelease => false,
        _ => (!candidate.IsPreRelease || (Version.IsPreRelease && Version.HasSameParts(candidate))) && HoldsFor(candidate),
    };

    private bool HasSameLeadingParts(SemanticVersion candidate)
    {
        if (candidate.Parts.Length < Version.Parts.Length)
        {
            return false;
        }
        for (int i = 0; i < Version.WrittenParts - 1; i++)
        {
            if (candidate.PartAt(i) != Version.PartAt(i))
            {
                return false;
            }
        }
        return true;
    }
}
