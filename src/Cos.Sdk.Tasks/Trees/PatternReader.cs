using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees.Patterns;

namespace Cos.Sdk.Trees;

/// <summary>Reads the regular expressions of includes and excludes and checks each.</summary>
internal static class PatternReader
{
    /// <summary>Reads a list; wrong ones are reported and left out.</summary>
    public static ImmutableArray<PathPattern> ReadAll(FieldReader fields, string key, DiagnosticBag diagnostics)
    {
        ImmutableArray<PathPattern>.Builder patterns = ImmutableArray.CreateBuilder<PathPattern>();
        foreach ((string text, SourceLocation location) in fields.ReadValueTexts(key))
        {
            try
            {
                _ = Re2Pattern.Compile(text);
                patterns.Add(new PathPattern(text, location));
            }
            catch (FormatException exception)
            {
                diagnostics.Add(TreeDiagnostics.InvalidPattern(location, text, exception.Message));
            }
        }
        return patterns.ToImmutable();
    }
}
