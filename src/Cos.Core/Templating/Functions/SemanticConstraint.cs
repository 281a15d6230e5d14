using System.Text.RegularExpressions;

namespace Cos.Sdk.Templating.Functions;

/// <summary>
/// A range of versions: comparisons joined by commas or spaces, alternatives by <c>||</c>. Known are <c>= != &lt; &gt; &lt;= &gt;= ~ ^</c>,
/// ranges <c>1.2 - 2.3</c>, and <c>x</c> or <c>*</c> for any number.
/// </summary>
internal sealed class SemanticConstraint
{
    private const int MaxLength = 1000;
    private const string Operators = @"=||!=|>|<|>=|=>|<=|=<|~|~>|\^";
    private const string Number = @"[0-9|xX\*]+";
    private const string Version =
        $@"v?(?:{Number})(?:\.{Number})?(?:\.{Number})?(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?";

    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private static readonly Regex Range = new($@"\s*({Version})\s+-\s+({Version})\s*", Options);
    private static readonly Regex Valid = new(
        $@"\A\s*(?:{Operators})\s*(?:{Version})\s*(?:(?:\s+|,\s*)(?:{Operators})\s*(?:{Version})\s*)*\z", Options);

    private static readonly Regex Term = new($@"({Operators})\s*({Version})", Options);
    private static readonly Regex Parts = new(
        $@"\Av?({Number})(?:\.({Number}))?(?:\.({Number}))?" +
        @"(-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?\z",
        Options);

    private readonly List<List<Comparison>> _alternatives;

    private SemanticConstraint(List<List<Comparison>> alternatives) => _alternatives = alternatives;

    /// <summary>Reads a constraint; null when it is none.</summary>
    public static SemanticConstraint? Parse(string text)
    {
        if (text.Length > MaxLength)
        {
            return null;
        }
        List<List<Comparison>> alternatives = [];
        foreach (string alternative in Range.Replace(text, ">= $1, <= $2").Split("||"))
        {
            if (!Valid.IsMatch(alternative))
            {
                return null;
            }
            List<Comparison> comparisons = [];
            foreach (Match term in Term.Matches(alternative))
            {
                if (Comparison.Parse(term.Groups[1].Value, term.Groups[2].Value) is not { } comparison)
                {
                    return null;
                }
                comparisons.Add(comparison);
            }
            alternatives.Add(comparisons);
        }
        return new SemanticConstraint(alternatives);
    }

    /// <summary>Whether a version is in the range. A pre-release is only where the constraint names one.</summary>
    public bool Includes(SemanticVersion version) =>
        _alternatives.Exists(comparisons => comparisons.TrueForAll(comparison => comparison.Includes(version)));

    /// <summary>One operator and its version, of which trailing numbers may be open.</summary>
    private sealed record Comparison(string Operator, SemanticVersion Version, bool IsOpen, bool IsMinorOpen, bool IsPatchOpen)
    {
        public static Comparison? Parse(string operation, string text)
        {
            Match match = Parts.Match(text);
            (string major, string minor, string patch, string pre) =
                (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value, match.Groups[4].Value);
            (string version, bool isOpen, bool isMinorOpen, bool isPatchOpen) =
                IsAny(major) ? ($"0.0.0{pre}", true, false, false)
                : IsAny(minor) ? ($"{major}.0.0{pre}", true, true, false)
                : IsAny(patch) ? ($"{major}.{minor}.0{pre}", true, false, true)
                : (text, false, false, false);
            return SemanticVersion.Parse(version) is { } parsed
                ? new Comparison(operation, parsed, isOpen, isMinorOpen, isPatchOpen)
                : null;
        }

        public bool Includes(SemanticVersion version)
        {
            if (version.Prerelease.Length > 0 && Version.Prerelease.Length == 0 && (Operator != "!=" || IsOpen))
            {
                return false;
            }
            int order = version.CompareTo(Version);
            return Operator switch
            {
                "!=" => IsDifferent(version, order),
                ">" => IsGreater(version, order),
                "<" => order < 0,
                ">=" or "=>" => order >= 0,
                "<=" or "=<" => IsLessOrEqual(version, order),
                "~" or "~>" => IsNear(version, order),
                "^" => IsCompatible(version, order),
                _ => IsOpen ? IsNear(version, order) : order == 0,
            };
        }

        private static bool IsAny(string number) => number is "" or "x" or "X" or "*";

        private bool IsDifferent(SemanticVersion version, int order)
        {
            if (!IsOpen)
            {
                return order != 0;
            }
            if (version.Major != Version.Major)
            {
                return true;
            }
            if (IsMinorOpen)
            {
                return false;
            }
            return version.Minor != Version.Minor || (IsPatchOpen
                ? version.Prerelease != Version.Prerelease
                : version.Patch != Version.Patch || order != 0);
        }

        private bool IsGreater(SemanticVersion version, int order)
        {
            if (!IsOpen || version.Major != Version.Major)
            {
                return IsOpen ? version.Major > Version.Major : order > 0;
            }
            return !IsMinorOpen && (IsPatchOpen ? version.Minor > Version.Minor : order > 0);
        }

        private bool IsLessOrEqual(SemanticVersion version, int order) => !IsOpen
            ? order <= 0
            : version.Major < Version.Major || (version.Major == Version.Major && (version.Minor <= Version.Minor || IsMinorOpen));

        private bool IsNear(SemanticVersion version, int order)
        {
            if (order < 0)
            {
                return false;
            }
            bool isAny = (Version.Major, Version.Minor, Version.Patch) is (0, 0, 0) && !IsMinorOpen && !IsPatchOpen;
            return isAny || (version.Major == Version.Major && (version.Minor == Version.Minor || IsMinorOpen));
        }

        private bool IsCompatible(SemanticVersion version, int order)
        {
            if (order < 0)
            {
                return false;
            }
            if (Version.Major > 0 || IsMinorOpen)
            {
                return version.Major == Version.Major;
            }
            if (version.Major > 0)
            {
                return false;
            }
            return Version.Minor > 0 || IsPatchOpen
                ? version.Minor == Version.Minor
                : version.Minor == 0 && version.Patch == Version.Patch;
        }
    }
}
