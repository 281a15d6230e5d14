using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Templating.Patterns;

namespace Cos.Sdk.Trees;

/// <summary>Reads the regular expressions of includes and excludes and checks each.</summary>
internal static class PatternReader
{
    /// <summary>A shorter expression without counted repetition is never too large.</summary>
    private const int LargeLength = 500;

    /// <summary>Reads a list; wrong ones are reported and left out.</summary>
    public static ImmutableArray<PathPattern> ReadAll(FieldReader fields, string key, DiagnosticBag diagnostics)
    {
        ImmutableArray<PathPattern>.Builder patterns = ImmutableArray.CreateBuilder<PathPattern>();
        foreach ((string text, SourceLocation location) in fields.ReadValueTexts(key))
        {
            PathPattern pattern = new(text, location);
            try
            {
                Check(pattern);
                patterns.Add(pattern);
            }
            catch (CosException exception)
            {
                diagnostics.AddRange(exception.Diagnostics);
            }
        }
        return patterns.ToImmutable();
    }

    /// <summary>Makes a matcher.</summary>
    /// <exception cref="CosException">The expression is wrong or cannot be run in linear time.</exception>
    public static GoRegex Compile(PathPattern pattern)
    {
        try
        {
            return GoRegex.Parse(pattern.Pattern);
        }
        catch (PatternException exception)
        {
            throw Invalid(pattern, exception);
        }
    }

    /// <summary>Checks without making a matcher, which takes a thousand times longer than reading the expression.</summary>
    private static void Check(PathPattern pattern)
    {
        if (pattern.Pattern.Length > LargeLength || pattern.Pattern.Contains('{', StringComparison.Ordinal))
        {
            Compile(pattern);
            return;
        }
        try
        {
            PatternTranslator.Translate(pattern.Pattern, out _);
        }
        catch (PatternException exception)
        {
            throw Invalid(pattern, exception);
        }
    }

    private static CosException Invalid(PathPattern pattern, PatternException exception) =>
        new(TreeDiagnostics.InvalidPattern(pattern.Location, pattern.Pattern, exception.Message), exception);
}
