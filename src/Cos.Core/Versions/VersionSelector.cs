namespace Cos.Sdk.Versions;

/// <summary>
/// Which versions a requirement accepts. A text with <c>&lt;</c>, <c>></c> or <c>=</c> is a constraint; any other is one exact version, compared as text
/// (<c>*</c>, <c>~1.2</c>, <c>^1.2</c>, <c>!1.0</c> and <c>0</c> too).
/// </summary>
internal sealed class VersionSelector
{
    private readonly VersionConstraint? _constraint;

    private VersionSelector(string text)
    {
        Text = text;
        _constraint = IsConstraint(text) ? VersionConstraint.Parse(text) : null;
    }

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>Whether it is a constraint and not one exact version.</summary>
    public bool IsSelector => _constraint is not null;

    /// <summary>A constraint that cannot be read, such as <c>>=1.0 &lt;2.0</c>: it matches no version.</summary>
    public bool IsUnreadable => _constraint is { Terms.IsEmpty: true };

    /// <summary>Reads any text.</summary>
    public static VersionSelector Parse(string text) => new(text);

    /// <summary>Whether a text is a constraint and not one exact version.</summary>
    public static bool IsConstraint(string text) => text.AsSpan().ContainsAny('<', '>', '=');

    /// <summary>Whether a package of this version is accepted.</summary>
    public bool Matches(string version) => _constraint is null ? version == Text : _constraint.Matches(version);

    /// <summary>The same, where the version has been read already; <paramref name="parsed"/> is null when it cannot be compared.</summary>
    public bool Matches(string version, SemanticVersion? parsed) => _constraint is null
        ? version == Text
        : version.Length == 0 || (parsed is not null && _constraint.Matches(parsed));

    /// <summary>Whether a package that provides <paramref name="provided"/> is accepted: a version, or itself a selector that some accepted version satisfies.</summary>
    public bool MatchesProvided(string provided)
    {
        VersionSelector other = Parse(provided);
        if (!other.IsSelector)
        {
            return provided.Length == 0 || Matches(provided);
        }
        if (!IsSelector)
        {
            return Text.Length == 0 || other.Matches(Text);
        }
        return Witnesses().Concat(other.Witnesses()).Any(version => _constraint!.Matches(version) && other._constraint!.Matches(version));
    }

    /// <summary>Whether it states a pre-release of <paramref name="release"/>, as <c>>=1.0-rc1</c> does of <c>1.0</c>.</summary>
    public bool NamesPreReleaseOf(string release) =>
        _constraint is not null && SemanticVersion.TryParse(release) is SemanticVersion version
        && _constraint.Terms.Any(term => term.Version.IsPreRelease && PreReleaseWord.Find("0-" + term.Version.PreRelease) is not null && term.Version.HasSameParts(version));

    /// <summary>Versions at, just below and just above each bound; two constraints that have a version in common have one of these.</summary>
    private IEnumerable<SemanticVersion> Witnesses()
    {
        foreach (ConstraintTerm term in _constraint!.Terms)
        {
            string numbers = string.Join('.', term.Version.Parts);
            string[] near = [numbers, $"{numbers}.0.1", $"{numbers}-0", $"{numbers}-{term.Version.PreRelease}.0", "0"];
            yield return term.Version;
            foreach (string text in near)
            {
                if (SemanticVersion.TryParse(text) is SemanticVersion version)
                {
                    yield return version;
                }
            }
        }
    }
}
