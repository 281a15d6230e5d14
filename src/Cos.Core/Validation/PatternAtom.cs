namespace Cos.Sdk.Validation;

/// <summary>A part of a regular expression, as far as it is looked at.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Letter">The letter of a <see cref="PatternAtomKind.Literal"/>.</param>
/// <param name="IsRepeated">Whether it may match more than once.</param>
internal readonly record struct PatternAtom(PatternAtomKind Kind, char Letter = '\0', bool IsRepeated = false)
{
    /// <summary>Whether it takes at least one letter of a path.</summary>
    public bool TakesOne => Kind is PatternAtomKind.Literal or PatternAtomKind.One;
}
