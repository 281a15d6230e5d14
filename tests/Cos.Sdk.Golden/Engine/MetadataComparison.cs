using System.Text.RegularExpressions;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.Golden.Engine;

/// <summary>
/// Compares a metadata file with a recorded one, key by key. Times, hashes, revisions, names of images, options of the reference's own command line and its record of what
/// its solver assumed are left out. Of parts of a package the reference forgets the files; ours lists them.
/// </summary>
internal static partial class MetadataComparison
{
    private const string FilesKey = ".files: ";

    /// <summary>The difference; null when there is none.</summary>
    public static string? Compare(string recorded, string ours) => File.Exists(ours) ? CompareTexts(File.ReadAllText(recorded), File.ReadAllText(ours)) : "not made";

    /// <summary>The same of texts, be they metadata, definitions or a repository's own files.</summary>
    public static string? CompareTexts(string recorded, string ours)
    {
        string[] expected = Lines(recorded);
        bool listsFiles = expected.Any(line => line.Contains(FilesKey, StringComparison.Ordinal) || line == ".runtime.hidden: true");
        return Difference.OfLines(expected, [.. Lines(ours).Where(line => listsFiles || !line.Contains(FilesKey, StringComparison.Ordinal))]);
    }

    private static string[] Lines(string text)
    {
        DiagnosticBag diagnostics = [];
        YamlNode? root = YamlReader.Read(text.Replace("<HASH>", "0", StringComparison.Ordinal), "", diagnostics);
        diagnostics.ThrowIfErrors();
        return [.. Flatten("", root).Where(line => !Left().IsMatch(line)).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Flatten(string path, YamlNode? node) => node switch
    {
        YamlMapping mapping => mapping.Entries.SelectMany(entry => Flatten($"{path}.{entry.Key.Text}", entry.Value)),
        YamlSequence sequence => sequence.Items.SelectMany((item, index) => Flatten(path.EndsWith(".files", StringComparison.Ordinal) ? path : $"{path}[{index}]", item)),
        YamlScalar scalar when path.EndsWith(".path", StringComparison.Ordinal) => [$"{path}: {Path.GetFileName(scalar.Text)}"],
        YamlScalar { ValueText: not ("" or "false" or "0") } scalar => [$"{path}: {scalar.ValueText}"],
        _ => [],
    };

    [GeneratedRegex(@"(sourceassertion|last_update|revision|filename|copy\[[0-9]+\]\.(package|image)|hash|checksums|buildtimestamp|treedir|outputpath|build_?options|seed|packagecacheimage|\.package\.path|runtime\.path|\.image: .*[:/]|\.id: )")]
    private static partial Regex Left();
}
