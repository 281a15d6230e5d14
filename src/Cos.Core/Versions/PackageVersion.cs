namespace Cos.Sdk.Versions;

/// <summary>
/// A version in the order of preference, the newest last: Debian's order, except that a pre-release word (rc, alpha, beta, pre, dev) puts a
/// version before the release it belongs to.
/// </summary>
/// <remarks>
/// What does not begin with a digit (<c>latest</c>, <c>v1.2</c>) is below every version; among these a leading <c>v</c> does not count. Versions that
/// are equal to Debian (<c>1.02</c> and <c>1.2</c>) are ordered by their text, so that the order is total.
/// </remarks>
internal sealed class PackageVersion : IComparable<PackageVersion>
{
    private readonly bool _isValid;
    private readonly DebianVersion _plain;
    private readonly DebianVersion _preferred;

    /// <summary>Any text is taken.</summary>
    public PackageVersion(string text)
    {
        Text = text;
        _isValid = DebianVersion.TryParse(text) is not null;
        _plain = DebianVersion.Split(_isValid ? text : text.TrimStart('v', 'V'));
        _preferred = _plain;
        PreReleaseWord? word = _isValid ? PreReleaseWord.Find(text) : null;
        if (word is not null)
        {
            Release = word.Release;
            _preferred = DebianVersion.Split($"{word.Release}~{word.Rest}");
        }
    }

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>The release that this is a pre-release of, <c>1.0</c> of <c>1.0-rc1</c>; null for a release.</summary>
    public string? Release { get; }

    /// <summary>The newest of several; null of none.</summary>
    public static string? Best(IEnumerable<string> versions) => versions.Select(text => new PackageVersion(text)).Max()?.Text;

    /// <inheritdoc />
    public int CompareTo(PackageVersion? other) => other is null ? 1 : Compare(this, false, other, false);

    /// <summary>Compares two versions; a pre-release that one of the <paramref name="selectors"/> names is not put before its release.</summary>
    public static int Compare(PackageVersion left, PackageVersion right, IReadOnlyCollection<VersionSelector> selectors) =>
        Compare(left, left.IsNamedBy(selectors), right, right.IsNamedBy(selectors));

    private static int Compare(PackageVersion left, bool leftIsNamed, PackageVersion right, bool rightIsNamed)
    {
        int order = left._isValid.CompareTo(right._isValid);
        order = order != 0 ? order : left.Key(leftIsNamed).CompareTo(right.Key(rightIsNamed));
        return order != 0 ? order : Math.Sign(string.CompareOrdinal(left.Text, right.Text));
    }

    private DebianVersion Key(bool isNamed) => isNamed ? _plain : _preferred;

    private bool IsNamedBy(IReadOnlyCollection<VersionSelector> selectors) =>
        Release is not null && selectors.Any(selector => selector.NamesPreReleaseOf(Release));
}
