using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Cos.Sdk.Trees.Yaml;

/// <summary>Decides what a scalar is, by the rules of YAML 1.1 as the Go readers of existing trees apply them.</summary>
internal static partial class YamlResolver
{
    /// <summary>The prefix of the tags that are written <c>!!int</c> and the like.</summary>
    private const string StandardTag = "tag:yaml.org,2002:";

    private static readonly FrozenDictionary<string, object?> Words = CreateWords();

    /// <summary>What an unquoted, untagged text is. The value is null, a bool, a long, a ulong beyond it, a double or the text itself.</summary>
    public static (YamlScalarKind Kind, object? Value) ResolvePlain(string text)
    {
        if (text.Length == 0)
        {
            return (YamlScalarKind.Null, null);
        }
        char first = text[0];
        if (char.IsAsciiDigit(first) || first is '+' or '-')
        {
            return Words.TryGetValue(text, out object? infinity) ? (YamlScalarKind.Float, infinity) : ResolveNumber(text);
        }
        if (first == '.')
        {
            return Words.TryGetValue(text, out object? special) ? (YamlScalarKind.Float, special)
                : PointFloat().IsMatch(text) ? ResolveFloat(text, text) : (YamlScalarKind.String, text);
        }
        if (Words.TryGetValue(text, out object? word))
        {
            return word is null ? (YamlScalarKind.Null, null) : (YamlScalarKind.Boolean, word);
        }
        return (YamlScalarKind.String, text);
    }

    /// <summary>What a scalar with a tag in its long form is; null when the text does not fit the tag.</summary>
    public static (YamlScalarKind Kind, object? Value)? ResolveTagged(string text, string tag)
    {
        (YamlScalarKind kind, object? value) = ResolvePlain(text);
        return (tag.StartsWith(StandardTag, StringComparison.Ordinal) ? tag[StandardTag.Length..] : "") switch
        {
            "int" => kind == YamlScalarKind.Integer ? (kind, value) : null,
            "float" => kind == YamlScalarKind.Float ? (kind, value)
                : kind == YamlScalarKind.Integer ? (YamlScalarKind.Float, ToDouble(value)) : null,
            "bool" => kind == YamlScalarKind.Boolean ? (kind, value) : null,
            "null" => kind == YamlScalarKind.Null ? (kind, value) : null,
            "binary" => DecodeBinary(text),
            _ => (YamlScalarKind.String, text),
        };
    }

    /// <summary>Whether a text that is written without quotes would be read as a text again, by readers of YAML 1.1 and 1.2.</summary>
    public static bool IsPlainString(string text) =>
        ResolvePlain(text).Kind == YamlScalarKind.String && text != "<<" && !SexagesimalNumber().IsMatch(text) && !IsTimestamp(text);

    private static (YamlScalarKind, object?) ResolveNumber(string text)
    {
        string plain = text.Contains('_', StringComparison.Ordinal) ? text.Replace("_", "", StringComparison.Ordinal) : text;
        if (GoInteger.TryParse(plain, out bool negative, out ulong magnitude))
        {
            const ulong LowestMagnitude = (ulong)long.MaxValue + 1;
            if (magnitude < LowestMagnitude || (negative && magnitude == LowestMagnitude))
            {
                return (YamlScalarKind.Integer, negative ? unchecked(-(long)magnitude) : (long)magnitude);
            }
            if (!negative)
            {
                return (YamlScalarKind.Integer, magnitude);
            }
        }
        return DecimalFloat().IsMatch(plain) ? ResolveFloat(plain, text) : (YamlScalarKind.String, text);
    }

    private static (YamlScalarKind, object?) ResolveFloat(string plain, string text)
    {
        double number = double.Parse(plain, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(number) ? (YamlScalarKind.Float, number) : (YamlScalarKind.String, text);
    }

    /// <summary>An integer of a scalar as a floating-point number.</summary>
    public static double ToDouble(object? integer) => integer is ulong large ? large : (long)integer!;

    private static (YamlScalarKind, object?)? DecodeBinary(string text)
    {
        Span<byte> bytes = new byte[(text.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(text, bytes, out int length)
            ? (YamlScalarKind.String, Encoding.UTF8.GetString(bytes[..length]))
            : null;
    }

    /// <summary>Whether a reader would take an unquoted text for a date, with or without a time.</summary>
    private static bool IsTimestamp(string text)
    {
        if (text.Length < 8 || text[4] != '-')
        {
            return false;
        }
        Match match = Timestamp().Match(text);
        return match.Success
            && Number(match, 1) is int year && Number(match, 2) is int month and >= 1 and <= 12
            && Number(match, 3) is int day and >= 1 && day <= DateTime.DaysInMonth(Math.Max(year, 1), month)
            && (!match.Groups[4].Success || (Number(match, 4) <= 23 && Number(match, 5) <= 59 && Number(match, 6) <= 59));
    }

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    private static FrozenDictionary<string, object?> CreateWords()
    {
        Dictionary<string, object?> words = new(StringComparer.Ordinal)
        {
            ["~"] = null,
            [".nan"] = double.NaN,
            [".NaN"] = double.NaN,
            [".NAN"] = double.NaN,
        };
        Add(true, "y", "yes", "true", "on");
        Add(false, "n", "no", "false", "off");
        Add(null, "null");
        Add(double.PositiveInfinity, ".inf", "+.inf");
        Add(double.NegativeInfinity, "-.inf");
        return words.ToFrozenDictionary(StringComparer.Ordinal);

        void Add(object? value, params ReadOnlySpan<string> spellings)
        {
            foreach (string spelling in spellings)
            {
                int letter = spelling.AsSpan().IndexOfAnyInRange('a', 'z');
                words[spelling] = value;
                words[spelling[..letter] + char.ToUpperInvariant(spelling[letter]) + spelling[(letter + 1)..]] = value;
                words[spelling.ToUpperInvariant()] = value;
            }
        }
    }

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex DecimalFloat();

    [GeneratedRegex(@"^\.[0-9]+([eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex PointFloat();

    [GeneratedRegex(@"^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex SexagesimalNumber();

    [GeneratedRegex(@"^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:(?:[Tt]| )([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:\.[0-9]+)?(?:Z|[-+][0-9]{2}:[0-9]{2})?)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Timestamp();
}
