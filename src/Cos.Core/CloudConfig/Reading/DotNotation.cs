using System.Globalization;
using System.Text.RegularExpressions;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.CloudConfig.Reading;

/// <summary>Makes the nodes of a document out of keys such as <c>stages.boot[0].hostname=x</c>.</summary>
/// <remarks>
/// A stage's name may have dots; it ends at its index. The keys of mappings of texts may have dots too: what follows <c>sysctl.</c> is one key.
/// </remarks>
internal sealed partial class DotNotation(DiagnosticBag diagnostics)
{
    /// <summary>What such an argument begins with.</summary>
    public const string Prefix = "stages.";

    /// <summary>Where messages say that it is.</summary>
    public const string Place = "kernel command line";

    private const int MaxIndex = 63;

    private static readonly string[] TextMaps = ["sysctl", "environment"];

    private readonly DotBranch _root = new(1);

    /// <summary>Takes an argument <c>key=value</c> that begins at a column.</summary>
    public void Add(string argument, int column)
    {
        int equals = argument.IndexOf('=', StringComparison.Ordinal);
        string path = equals < 0 ? argument : argument[..equals];
        Match stage = Stage().Match(path);
        if (equals < 0 || !stage.Success || ReadParts(stage.Groups[3].Value) is not { } parts || !TryIndex(stage.Groups[2].Value, out int step))
        {
            diagnostics.Add(CloudConfigDiagnostics.InvalidKernelArgument(new SourceLocation(Place, 1, column), argument));
            return;
        }
        DotBranch branch = _root.Key("stages", column).Key(stage.Groups[1].Value, column).Item(step, column);
        foreach (object part in parts)
        {
            branch = part is int index ? branch.Item(index, column) : branch.Key((string)part, column);
        }
        branch.Value = argument[(equals + 1)..];
    }

    /// <summary>The document; null when nothing was added.</summary>
    public YamlMapping? Build() => _root.IsEmpty ? null : (YamlMapping)_root.ToNode();

    private static List<object>? ReadParts(string path)
    {
        List<object> parts = [];
        int at = 0;
        while (at < path.Length)
        {
            Match part = Part().Match(path, at);
            if (!part.Success)
            {
                return null;
            }
            at += part.Length;
            if (part.Groups[2].Success)
            {
                if (!TryIndex(part.Groups[2].Value, out int index))
                {
                    return null;
                }
                parts.Add(index);
                continue;
            }
            parts.Add(part.Groups[1].Value);
            if (parts.Count == 1 && TextMaps.Contains(part.Groups[1].Value) && at + 1 < path.Length && path[at] == '.')
            {
                parts.Add(path[(at + 1)..]);
                return parts;
            }
        }
        return parts.Count > 0 ? parts : null;
    }

    private static bool TryIndex(string text, out int index) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out index) && index <= MaxIndex;

    [GeneratedRegex(@"^stages\.([A-Za-z0-9_.-]+)\[([0-9]{1,3})\](\..+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Stage();

    [GeneratedRegex(@"\G(?:\.([A-Za-z0-9_/-]+)|\[([0-9]{1,3})\])", RegexOptions.CultureInvariant)]
    private static partial Regex Part();
}
