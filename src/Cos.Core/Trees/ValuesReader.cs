using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.Trees;

/// <summary>Reads values files.</summary>
internal static class ValuesReader
{
    /// <summary>Reads files and merges each over those before it. An empty file holds no values.</summary>
    /// <param name="files">Absolute paths; the last one wins.</param>
    /// <param name="diagnostics">Gets what is wrong; files with errors are left out.</param>
    public static IReadOnlyDictionary<string, object?> Read(IReadOnlyList<string> files, DiagnosticBag diagnostics) =>
        Merge(ReadMappings(files, diagnostics));

    /// <summary>The mappings of files, with their places. Empty files, and files with errors, are left out.</summary>
    public static IReadOnlyList<YamlMapping> ReadMappings(IReadOnlyList<string> files, DiagnosticBag diagnostics) =>
        [.. files.Select(file => Read(file, diagnostics)).OfType<YamlMapping>()];

    /// <summary>The values of mappings, each over those before it.</summary>
    public static IReadOnlyDictionary<string, object?> Merge(IEnumerable<YamlMapping> mappings) => mappings.Aggregate(
        (IReadOnlyDictionary<string, object?>)new Dictionary<string, object?>(StringComparer.Ordinal),
        (values, mapping) => ValuesMerger.Merge(values, YamlValues.Of(mapping)));

    private static YamlMapping? Read(string file, DiagnosticBag diagnostics)
    {
        if (!File.Exists(file))
        {
            diagnostics.Add(TreeDiagnostics.ValuesFileMissing(new SourceLocation(file)));
            return null;
        }
        switch (YamlReader.ReadFile(file, diagnostics))
        {
            case YamlMapping mapping:
                return mapping;
            case null or YamlScalar { Kind: YamlScalarKind.Null }:
                return null;
            case var other:
                diagnostics.Add(TreeDiagnostics.NotAMapping(other.Location, other.Describe()));
                return null;
        }
    }
}
