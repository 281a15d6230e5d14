using System.Text.RegularExpressions;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.Golden.Engine;

/// <summary>
/// Compares a metadata file with a recorded one, key by key. Times, hashes, names of images, options of the reference's own command line and its record of what
/// its solver assumed are left out. Of parts of a package the reference forgets the files; ours lists them.
/// </summary>
internal static partial class MetadataComparison
{
    private const string FilesKey = ".files: ";

    /// <summary>The difference; null when there is none.</summary>
    public static string? Compare(string recorded, string ours)
    {
        if (!File.Exists(ours))
        {
            return "not made";
        }
        string[] expected = Lines(recorded);
        bool listsFiles = expected.Any(line => line.StartsWith(FilesKey, StringComparison.Ordinal) || line == ".runtime.hidden: true");
        return Difference.OfLines(expected, [.. Lines(ours).Where(line => listsFiles || !line.StartsWith(FilesKey, StringComparison.Ordinal))]);
    }

    private static string[] Lines(string file)
    {
        DiagnosticBag diagnostics = [];
        YamlNode? root = YamlReader.Read(File.ReadAllText(file).Replace("<HASH>", "0", StringComparison.Ordinal), file, diagnostics);
        diagnostics.ThrowIfErrors();
        return [.. Flatten("", root).Where(line => !Left().IsMatch(line)).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Flatten(string path, YamlNode? node) => node switch
    {
        YamlMapping mapping => mapping.Entries.SelectMany(entry => Flatten($"{path}.{entry.Key.Text}", entry.Value)),
        YamlSequence sequence => sequence.Items.SelectMany((item, index) => Flatten(path == ".files" ? path : $"{path}[{index}]", item)),
        YamlScalar scalar when path == ".path" => [$"{path}: {Path.GetFileName(scalar.Text)}"],
        YamlScalar { ValueText: not ("" or "false" or "0") } scalar => [$"{path}: {scalar.ValueText}"],
        _ => [],
    };

    [GeneratedRegex(@"(sourceassertion|copy\[[0-9]+\]\.(package|image)|hash|checksums|buildtimestamp|treedir|outputpath|buildoptions|seed|packagecacheimage|\.package\.path|runtime\.path|\.image: .*[:/]|\.id: )")]
    private static partial Regex Left();
}
