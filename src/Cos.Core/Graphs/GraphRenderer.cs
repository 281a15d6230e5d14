using System.Globalization;
using System.Text;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;
using Cos.Sdk.Trees;
using Cos.Sdk.Versions;
using Scriban;
using Scriban.Runtime;

namespace Cos.Sdk.Graphs;

/// <summary>Draws a graph. The text depends on the trees and the title alone, not on where they lie.</summary>
/// <param name="title">The project's name.</param>
/// <param name="model">Whose graph it is.</param>
/// <param name="projectFolder">What places are relative to.</param>
internal sealed class GraphRenderer(string title, SourceModel model, string projectFolder)
{
    private const double NodeHeight = 38;
    private const double RowHeight = 52;
    private const double ColumnGap = 84;
    private const double Margin = 24;
    private const double LetterWidth = 8;

    /// <summary>The text of a file in one of the formats.</summary>
    public string Render(PackageGraph graph, GraphFormat format)
    {
        (ScriptObject[] nodes, ScriptObject[] edges, double width, double height) = Draw(graph);
        ScriptObject root = new()
        {
            ["title"] = title,
            ["nodes"] = nodes,
            ["edges"] = edges,
            ["width"] = Number(width),
            ["height"] = Number(height),
            ["package_count"] = nodes.Length,
            ["edge_count"] = edges.Length,
        };
        TemplateContext context = new() { StrictVariables = true, LoopLimit = 1_000_000, LimitToString = 256 * 1024 * 1024 };
        context.PushGlobal(root);
        return Template.Parse(ReadTemplate(format)).Render(context);
    }

    private (ScriptObject[] Nodes, ScriptObject[] Edges, double Width, double Height) Draw(PackageGraph graph)
    {
        Dictionary<PackageId, int> indexes = graph.Nodes.Select((node, i) => (node.Id, i)).ToDictionary(item => item.Id, item => item.i);
        // Requirements that say the same of the same packages are one line.
        GraphEdge[][] drawn = [.. graph.Edges.Where(edge => indexes.ContainsKey(edge.From) && indexes.ContainsKey(edge.To))
            .GroupBy(edge => (edge.From, edge.To, edge.Kind)).Select(group => group.ToArray())];
        LayeredLayout layout = LayeredLayout.Place(
            graph.Nodes.Length, [.. drawn.Select(group => (indexes[group[0].From], indexes[group[0].To]))]);
        double[] widths = new double[layout.ColumnCount];
        for (int i = 0; i < graph.Nodes.Length; i++)
        {
            ref double width = ref widths[layout.Nodes[i].Column];
            width = Math.Max(width, 28 + (LetterWidth * Math.Max(graph.Nodes[i].Id.Name.Name.Length, graph.Nodes[i].Id.Name.Category.Length + graph.Nodes[i].Id.Version.Length)));
        }
        double[] lefts = new double[layout.ColumnCount];
        double next = Margin;
        for (int i = 0; i < lefts.Length; i++)
        {
            lefts[i] = next;
            next += widths[i] + ColumnGap;
        }
        ScriptObject[] nodes = [.. graph.Nodes.Select((node, i) => NodeOf(node, i, graph, indexes, lefts, widths, layout.Nodes[i]))];
        ScriptObject[] edges = [.. drawn.Select((group, i) => EdgeOf(group, indexes, layout.Edges[i], lefts, widths))];
        return (nodes, edges, Math.Max(next - ColumnGap, 0) + Margin, (layout.Height * RowHeight) - (RowHeight - NodeHeight) + (2 * Margin));
    }

    private ScriptObject NodeOf(
        GraphNode node, int index, PackageGraph graph, Dictionary<PackageId, int> indexes, double[] lefts, double[] widths, LayoutPoint place) => new()
    {
        ["index"] = index,
        ["id"] = node.Id.ToString(),
        ["category"] = node.Id.Name.Category,
        ["name"] = node.Id.Name.Name,
        ["version"] = node.Id.Version,
        ["is_own"] = node.IsOwn,
        ["is_target"] = node.IsTarget,
        ["is_virtual"] = node.IsVirtual,
        ["is_composed"] = node.IsComposed,
        ["x"] = Number(lefts[place.Column]),
        ["y"] = Number(Margin + (place.Row * RowHeight)),
        ["width"] = Number(widths[place.Column]),
        ["height"] = Number(NodeHeight),
        ["base"] = node.Spec?.Image ?? "",
        ["place"] = PlaceOf(node.Definition.Location),
        ["description"] = node.Definition.Description,
        ["needs"] = graph.Edges.Where(edge => edge.From == node.Id).Select(edge => WishOf(edge, edge.To, indexes)).ToArray(),
        ["needed_by"] = graph.NeededBy[node.Id].Select(edge => WishOf(edge, edge.From, indexes)).ToArray(),
    };

    private ScriptObject WishOf(GraphEdge edge, PackageId other, Dictionary<PackageId, int> indexes) => new()
    {
        ["kind"] = KindOf(edge.Kind),
        ["index"] = indexes.GetValueOrDefault(other, -1),
        ["other"] = other.ToString(),
        ["wish"] = edge.Requirement.ToString(),
        ["place"] = edge.Requirement.Location is { } location ? PlaceOf(location) : "",
    };

    private static ScriptObject EdgeOf(
        GraphEdge[] group, Dictionary<PackageId, int> indexes, IReadOnlyList<LayoutPoint> passed, double[] lefts, double[] widths) => new()
    {
        ["from"] = indexes[group[0].From],
        ["to"] = indexes[group[0].To],
        ["from_id"] = group[0].From.ToString(),
        ["to_id"] = group[0].To.ToString(),
        ["kind"] = KindOf(group[0].Kind),
        ["selector"] = string.Join(" ", group.Select(edge => edge.Requirement.Selector).Where(selector => selector != ">=0").Distinct(StringComparer.Ordinal)),
        ["path"] = PathOf(passed, lefts, widths),
    };

    private static string KindOf(GraphEdgeKind kind) => kind switch
    {
        GraphEdgeKind.Final => "final",
        GraphEdgeKind.RunTime => "runtime",
        GraphEdgeKind.Copy => "copy",
        _ => "requires",
    };

    /// <summary>A curve from the side of one node to that of the other, level between the columns that it passes.</summary>
    private static string PathOf(IReadOnlyList<LayoutPoint> passed, double[] lefts, double[] widths)
    {
        bool forward = passed[^1].Column > passed[0].Column;
        StringBuilder path = new();
        (double x, double y) = Side(passed[0], !forward);
        path.Append(CultureInfo.InvariantCulture, $"M{Number(x)} {Number(y)}");
        foreach (LayoutPoint point in passed.Skip(1))
        {
            (double enterX, double enterY) = Side(point, forward);
            double middle = (x + enterX) / 2;
            path.Append(CultureInfo.InvariantCulture, $"C{Number(middle)} {Number(y)} {Number(middle)} {Number(enterY)} {Number(enterX)} {Number(enterY)}");
            (x, y) = (enterX, enterY);
            if (point != passed[^1])
            {
                (x, y) = Side(point, !forward);
                path.Append(CultureInfo.InvariantCulture, $"H{Number(x)}");
            }
        }
        return path.ToString();

        (double X, double Y) Side(LayoutPoint point, bool left) =>
            (lefts[point.Column] + (left ? 0 : widths[point.Column]), Margin + (point.Row * RowHeight) + (NodeHeight / 2));
    }

    private string PlaceOf(SourceLocation location)
    {
        string file = location.File;
        Package? inherited = model.Tree.Packages.FirstOrDefault(package => !model.IsOwn(package) && file.StartsWith(package.Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal));
        string shown = inherited is null
            ? Path.GetRelativePath(projectFolder, file)
            : Path.Join(Path.GetFileName(Path.TrimEndingDirectorySeparator(inherited.TreeRoot)), Path.GetRelativePath(inherited.TreeRoot, file));
        return (location with { File = shown.Replace('\\', '/') }).ToString();
    }

    private static string Number(double value) => Math.Round(value, 1, MidpointRounding.AwayFromZero).ToString("0.#", CultureInfo.InvariantCulture);

    private static string ReadTemplate(GraphFormat format)
    {
        string name = $"Cos.Sdk.Graphs.graph{GraphFormats.ExtensionOf(format)}.scriban";
        using Stream stream = typeof(GraphRenderer).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not in the assembly.");
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
