using System.Globalization;
using System.Text.RegularExpressions;
using Cos.Sdk.Templating.Runtime;

namespace Cos.Sdk.Templating.Functions;

/// <summary>A semantic version; minor and patch may be left out, and a <c>v</c> may stand in front.</summary>
internal sealed partial class SemanticVersion : GoObject
{
    private SemanticVersion(ulong major, ulong minor, ulong patch, string prerelease, string metadata, string original)
    {
        (Major, Minor, Patch, Prerelease, Metadata, Original) = (major, minor, patch, prerelease, metadata, original);
    }

    public ulong Major { get; }

    public ulong Minor { get; }

    public ulong Patch { get; }

    public string Prerelease { get; }

    public string Metadata { get; }

    /// <summary>As it was written.</summary>
    public string Original { get; }

    /// <summary>Whether it was made from another version; such a one has a type of its own.</summary>
    private bool IsCopy { get; init; }

    /// <inheritdoc />
    public override GoType Type => IsCopy ? GoType.SemanticVersionStruct : GoType.SemanticVersion;

    /// <inheritdoc />
    public override string Text => Join("", Prerelease, Metadata);

    /// <summary>Reads a version; null when it is none.</summary>
    public static SemanticVersion? Parse(string text)
    {
        Match match = text.Length <= 1000 ? Pattern().Match(text) : Match.Empty;
        return match.Success
            && TryRead(match.Groups["major"], out ulong major)
            && TryRead(match.Groups["minor"], out ulong minor)
            && TryRead(match.Groups["patch"], out ulong patch)
            && IsPrerelease(match.Groups["pre"].Value)
            ? new SemanticVersion(major, minor, patch, match.Groups["pre"].Value, match.Groups["meta"].Value, text)
            : null;
    }

    /// <summary>The version of three numbers.</summary>
    public static SemanticVersion Of(ulong major, ulong minor, ulong patch) =>
        new(major, minor, patch, "", "", string.Create(CultureInfo.InvariantCulture, $"{major}.{minor}.{patch}"));

    /// <summary>The order of versions: a pre-release comes before its release, metadata has no weight.</summary>
    public int CompareTo(SemanticVersion other)
    {
        int order = (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));
        return order != 0 ? order : ComparePrerelease(Prerelease, other.Prerelease);
    }

    /// <inheritdoc />
    public override bool IsSame(GoObject other) => ReferenceEquals(this, other);

    /// <inheritdoc />
    public override Function? FindMethod(string name)
    {
        (string Signature, Func<FunctionCall, object?> Body)? method = name switch
        {
            "Major" => ("", _ => Major),
            "Minor" => ("", _ => Minor),
            "Patch" => ("", _ => Patch),
            "Prerelease" => ("", _ => Prerelease),
            "Metadata" => ("", _ => Metadata),
            "Original" => ("", _ => Original),
            "String" => ("", _ => Text),
            "Compare" => ("semver", call => (long)CompareTo((SemanticVersion)call[0]!)),
            "Equal" => ("semver", call => CompareTo((SemanticVersion)call[0]!) == 0),
            "GreaterThan" => ("semver", call => CompareTo((SemanticVersion)call[0]!) > 0),
            "LessThan" => ("semver", call => CompareTo((SemanticVersion)call[0]!) < 0),
            "IncMajor" => ("", _ => With(unchecked(Major + 1), 0, 0)),
            "IncMinor" => ("", _ => With(Major, unchecked(Minor + 1), 0)),
            "IncPatch" => ("", _ => With(Major, Minor, Prerelease.Length > 0 ? Patch : unchecked(Patch + 1))),
            "SetPrerelease" => ("string", call => With(call, call.Text(0), Metadata)),
            "SetMetadata" => ("string", call => With(call, Prerelease, call.Text(0))),
            _ => null,
        };
        return method is { } found ? FunctionTable.Create(name, found.Signature, found.Body) : null;
    }

    private SemanticVersion With(ulong major, ulong minor, ulong patch) => new(
        major,
        minor,
        patch,
        "",
        "",
        string.Create(CultureInfo.InvariantCulture, $"{(Original.StartsWith('v') ? "v" : "")}{major}.{minor}.{patch}"))
    {
        IsCopy = true,
    };

    private SemanticVersion With(FunctionCall call, string prerelease, string metadata)
    {
        string text = Join(Original.StartsWith('v') ? "v" : "", prerelease, metadata);
        return Parse(text) is not null
            ? new SemanticVersion(Major, Minor, Patch, prerelease, metadata, text) { IsCopy = true }
            : throw call.Fail($"\"{text}\" is not a semantic version");
    }

    private string Join(string start, string prerelease, string metadata) => string.Create(
        CultureInfo.InvariantCulture,
        $"{start}{Major}.{Minor}.{Patch}{(prerelease.Length > 0 ? "-" : "")}{prerelease}{(metadata.Length > 0 ? "+" : "")}{metadata}");

    private static bool TryRead(Group group, out ulong number)
    {
        number = 0;
        return group.Length == 0 || ulong.TryParse(group.Value.TrimStart('.'), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static bool IsPrerelease(string text) =>
        text.Length == 0 || text.Split('.').All(part => !(part.Length > 1 && part[0] == '0' && part.All(char.IsAsciiDigit)));

    private static int ComparePrerelease(string a, string b)
    {
        if (a == b || a.Length == 0 || b.Length == 0)
        {
            return a == b ? 0 : a.Length == 0 ? 1 : -1;
        }
        string[] left = a.Split('.');
        string[] right = b.Split('.');
        for (int i = 0; i < Math.Max(left.Length, right.Length); i++)
        {
            int order = ComparePart(left.ElementAtOrDefault(i), right.ElementAtOrDefault(i));
            if (order != 0)
            {
                return order;
            }
        }
        return 0;
    }

    private static int ComparePart(string? a, string? b)
    {
        if (a is null || b is null)
        {
            return a is null ? -1 : 1;
        }
        bool isLeftNumber = ulong.TryParse(a, NumberStyles.None, CultureInfo.InvariantCulture, out ulong left);
        bool isRightNumber = ulong.TryParse(b, NumberStyles.None, CultureInfo.InvariantCulture, out ulong right);
        return (isLeftNumber, isRightNumber) switch
        {
            (true, true) => left.CompareTo(right),
            (true, false) => -1,
            (false, true) => 1,
            _ => Math.Sign(string.CompareOrdinal(a, b)),
        };
    }

    [GeneratedRegex(
        @"^v?(?<major>[0-9]+)(?<minor>\.[0-9]+)?(?<patch>\.[0-9]+)?" +
        @"(-(?<pre>[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*))?(\+(?<meta>[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*))?\z",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
