using System.Text.RegularExpressions;

namespace Cos.Sdk.Trees.Patterns;

/// <summary>Regular expressions in RE2's syntax, matched in time linear to the text.</summary>
internal static class Re2Pattern
{
    private const int MaxLength = 4096;

    /// <summary>Makes a matcher of an expression.</summary>
    /// <exception cref="FormatException">It is not an expression; the message is a part of a sentence that says why.</exception>
    public static Regex Compile(string pattern)
    {
        if (pattern.Length > MaxLength)
        {
            throw new FormatException($"it is longer than {MaxLength} characters");
        }
        string translated = new Re2Translator(pattern).Translate();
        try
        {
            return new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw new FormatException("it is too complex", exception);
        }
    }
}
