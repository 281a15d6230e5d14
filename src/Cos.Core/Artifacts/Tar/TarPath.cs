using System.Globalization;
using System.Text;

namespace Cos.Sdk.Artifacts.Tar;

/// <summary>Reads names of archive entries into the one form that the rest of the code relies on.</summary>
internal static class TarPath
{
    /// <summary>Fails on bytes that are not UTF-8 instead of replacing them.</summary>
    public static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Drops empty and <c>.</c> segments; refuses what could lead out of the root.</summary>
    public static TarPathProblem Normalize(string raw, TarLimits limits, out string path)
    {
        path = raw;
        TarPathProblem problem = Check(raw, limits);
        if (problem != TarPathProblem.None)
        {
            return problem;
        }
        if (raw.StartsWith('/'))
        {
            return TarPathProblem.Absolute;
        }
        path = raw.TrimEnd('/');
        bool clean = true;
        int depth = 0;
        foreach (Range range in path.AsSpan().Split('/'))
        {
            ReadOnlySpan<char> segment = path.AsSpan(range);
            if (segment is "..")
            {
                return TarPathProblem.Escapes;
            }
            clean &= segment is not ("" or ".");
            depth++;
        }
        if (depth > limits.MaxPathDepth)
        {
            return TarPathProblem.TooDeep;
        }
        if (!clean)
        {
            path = string.Join('/', path.Split('/').Where(segment => segment is not ("" or ".")));
        }
        return TarPathProblem.None;
    }

    /// <summary>What any text that names a file must satisfy, a symbolic link's target included.</summary>
    public static TarPathProblem Check(string raw, TarLimits limits)
    {
        if (raw.Contains('\0', StringComparison.Ordinal))
        {
            return TarPathProblem.Nul;
        }
        bool tooLong = raw.Length > limits.MaxPathLength
            || (raw.Length > limits.MaxPathLength / 3 && Encoding.UTF8.GetByteCount(raw) > limits.MaxPathLength);
        return tooLong ? TarPathProblem.TooLong : TarPathProblem.None;
    }

    /// <summary>A name as it may stand in a message: control characters and what does not fit a line are replaced.</summary>
    public static string ForMessage(string name)
    {
        const int Longest = 200;
        string shown = name.Length > Longest ? $"{name.AsSpan(0, Longest)}…" : name;
        return string.Create(shown.Length, shown, static (span, text) =>
        {
            for (int i = 0; i < text.Length; i++)
            {
                span[i] = char.GetUnicodeCategory(text[i]) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
                    or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                    ? '?'
                    : text[i];
            }
        });
    }
}
