using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.Trees;

/// <summary>Reads values files.</summary>
internal static class ValuesReader
{
    /// <summary>Reads files and merges each over those before it. An empty file holds no values.</summary>
    /// <param name="files">Absolute paths; the last one wins.</param>
    /// <param name="diagnostics">Gets what is wrong; files with errors are left out.</param>
    public static IReadOnlyDictionary<string, object?> Read(IReadOnlyList<string> files, DiagnosticBag diagnostics)
    {
        IReadOnlyDictionary<string, object?> values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (string file in files)
        {
            if (Read(file, diagnostics) is { } more)
            {
                values = ValuesMerger.Merge(values, more);
            }
        }
        return values;
    }

    private static IReadOnlyDictionary<string, object?>? Read(string file, DiagnosticBag diagnostics)
    {
        if (!File.Exists(file))
        {
            diagnostics.Add(TreeDiagnostics.ValuesFileMissing(new SourceLocation(file)));
            return null;
        }
        switch (YamlReader.ReadFile(file, diagnostics))
        {
            case YamlMapping mapping:
                return YamlValues.Of(mapping);
            case null or YamlScalar { Kind: YamlScalarKind.Null }:
                return null;
            case var other:
                diagnostics.Add(TreeDiagnostics.NotAMapping(other.Location, other.Describe()));
                return null;
        }
    }
}
