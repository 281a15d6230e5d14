using System.Collections.Immutable;

namespace Cos.Sdk.Versions;

/// <summary>
/// What a selector says. One of <c>>= &lt;= > &lt; !</c> with a version compares by order alone; anything else is a list of terms joined by commas,
/// where pre-releases match only if they are named.
/// </summary>
internal sealed class VersionConstraint
{
    private readonly bool _isStrict;

    private VersionConstraint(ImmutableArray<ConstraintTerm> terms, bool isStrict)
    {
        Terms = terms;
        _isStrict = isStrict;
    }

    /// <summary>All must hold. Empty when the text could not be read: then no version matches.</summary>
    public ImmutableArray<ConstraintTerm> Terms { get; }

    /// <summary>Reads any text.</summary>
    public static VersionConstraint Parse(string text)
    {
        if (ParseSingle(text) is ConstraintTerm single)
        {
            return new VersionConstraint([single], isStrict: false);
        }
        ImmutableArray<ConstraintTerm>.Builder terms = ImmutableArray.CreateBuilder<ConstraintTerm>();
        foreach (string part in text.Split(','))
        {
            if (ConstraintTerm.TryParse(part) is not ConstraintTerm term)
            {
                return new VersionConstraint([], isStrict: true);
            }
            terms.Add(term);
        }
        return new VersionConstraint(terms.ToImmutable(), isStrict: true);
    }

    /// <summary>An empty version matches everything; one that cannot be compared (<c>latest</c>) nothing.</summary>
    public bool Matches(string version) =>
        version.Length == 0 || (SemanticVersion.TryParse(version) is SemanticVersion candidate && Matches(candidate));

    /// <summary>Whether every term holds.</summary>
    public bool Matches(SemanticVersion version) =>
        !Terms.IsEmpty && Terms.All(term => _isStrict ? term.HoldsStrictlyFor(version) : term.HoldsFor(version));

    private static ConstraintTerm? ParseSingle(string text)
    {
        (ConstraintOperator comparison, int length) = text switch
        {
            ['>', '=', ..] => (ConstraintOperator.GreaterOrEqual, 2),
            ['<', '=', ..] => (ConstraintOperator.LessOrEqual, 2),
            ['>', ..] => (ConstraintOperator.Greater, 1),
            ['<', ..] => (ConstraintOperator.Less, 1),
            ['!', ..] => (ConstraintOperator.NotEqual, 1),
            _ => (ConstraintOperator.Equal, 0),
        };
        SemanticVersion? version = length == 0 ? null : SemanticVersion.TryParse(text[length..]);
        return version is null ? null : new ConstraintTerm(comparison, version);
    }
}
