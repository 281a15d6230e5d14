using System.Text.RegularExpressions;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Media;

/// <summary>Compares the medium's label with what the boot loaders' configuration looks for: a medium that is not found boots to an emergency shell.</summary>
internal static partial class LabelCheck
{
    private const long MaximumSize = 1 << 20;

    private static readonly string[] Extensions = [".cfg", ".conf"];

    /// <summary>Warns of each place in a folder's configuration files that names another label.</summary>
    /// <param name="folder">Absolute; files of the medium or of its EFI file system.</param>
    /// <param name="label">The medium's.</param>
    /// <param name="spec">Where the label is set.</param>
    /// <param name="diagnostics">Takes the warnings.</param>
    public static void Run(string folder, string label, SourceLocation spec, DiagnosticBag diagnostics)
    {
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            FileInfo info = new(file);
            if (!Extensions.Contains(info.Extension, StringComparer.OrdinalIgnoreCase) || info.LinkTarget is not null || info.Length > MaximumSize)
            {
                continue;
            }
            string name = Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/');
            int line = 0;
            foreach (string text in File.ReadLines(file))
            {
                line++;
                foreach (string found in Labels(text).Where(found => found != label))
                {
                    diagnostics.Add(MediaDiagnostics.LabelDiffers(spec, label, found, name, line));
                }
            }
        }
    }

    /// <summary>The labels by which a line looks for the medium; those that hold a variable are not known here.</summary>
    private static IEnumerable<string> Labels(string line) =>
        line.TrimStart().StartsWith('#')
            ? []
            : MediumLabel().Matches(line)
                .Select(match => match.Groups[1].Value.Replace(@"\x20", " ", StringComparison.Ordinal))
                .Where(found => !found.Contains('$', StringComparison.Ordinal) && !found.Contains('@', StringComparison.Ordinal))
                .Distinct(StringComparer.Ordinal);

    /// <summary>Kernel arguments that name the medium (CDLABEL anywhere, LABEL as the root), not those that name other file systems.</summary>
    [GeneratedRegex(@"(?:CDLABEL=|\broot=(?:live:)?LABEL=)([^\s""',]+)", RegexOptions.NonBacktracking)]
    private static partial Regex MediumLabel();
}
