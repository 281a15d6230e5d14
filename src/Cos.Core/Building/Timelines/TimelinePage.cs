using System.Globalization;
using System.Text;
using Scriban;
using Scriban.Runtime;

namespace Cos.Sdk.Building.Timelines;

/// <summary>Draws a timeline: one bar for each node, its steps in it, and what it waited for.</summary>
internal static class TimelinePage
{
    private const string Own = "Cos.Sdk.Building.Timeline.html.scriban";

    private static readonly double[] Grids = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600];

    private static readonly Lazy<Template> Page = new(() =>
    {
        using Stream stream = typeof(TimelinePage).Assembly.GetManifestResourceStream(Own) ?? throw new InvalidOperationException($"{Own} is not in the assembly.");
        using StreamReader reader = new(stream, Encoding.UTF8);
        return Template.Parse(reader.ReadToEnd(), Own);
    });

    /// <summary>The page. Every text of packages is escaped.</summary>
    public static string Render(string title, Timeline timeline)
    {
        double whole = Math.Max(timeline.Seconds, 0.001);
        double grid = Grids.FirstOrDefault(step => whole / step <= 12, Grids[^1]);
        ScriptObject model = new()
        {
            ["title"] = title,
            ["seconds"] = Text(timeline.Seconds),
            ["width"] = timeline.Width,
            ["started"] = timeline.Started.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture),
            ["busy"] = Text(timeline.Nodes.Sum(node => node.End - node.Start)),
            ["engine"] = Text(timeline.Nodes.Sum(node => node.Engine)),
            ["export"] = Text(timeline.Nodes.Sum(node => node.Export)),
            ["compress"] = Text(timeline.Nodes.Sum(node => node.Compress)),
            ["lines"] = Enumerable.Range(0, (int)Math.Min(whole / grid, 1000) + 1).Where(i => i * grid / whole < 0.97)
                .Select(i => new ScriptObject { ["left"] = Percent(i * grid / whole), ["text"] = Text(i * grid) }).ToArray(),
            ["nodes"] = timeline.Nodes.Select(node => Describe(node, whole)).ToArray(),
        };
        TemplateContext context = new() { StrictVariables = true, LoopLimit = 10_000_000, LimitToString = 512 * 1024 * 1024 };
        context.PushGlobal(model);
        return Page.Value.Render(context);
    }

    private static ScriptObject Describe(TimelineNode node, double whole) => new()
    {
        ["name"] = node.Package,
        ["kind"] = node.Kind,
        ["reason"] = node.Reason,
        ["made"] = node.Made,
        ["seconds"] = Text(node.End - node.Start),
        ["queue"] = Text(node.Start - node.Ready),
        ["engine"] = Text(node.Engine),
        ["export"] = Text(node.Export),
        ["compress"] = Text(node.Compress),
        ["size"] = node.Size == 0 ? "" : (node.Size / 1e6).ToString("0.0", CultureInfo.InvariantCulture),
        ["waits"] = Percent(node.Ready / whole),
        ["waited"] = Percent((node.Start - node.Ready) / whole),
        ["left"] = Percent(node.Start / whole),
        ["long"] = Percent((node.End - node.Start) / whole),
        ["parts"] = PartsOf(node).Select(part => new ScriptObject
        {
            ["what"] = part.What,
            ["text"] = part.Text,
            ["seconds"] = Text(part.Seconds),
            ["left"] = Percent((part.Start - node.Start) / Math.Max(node.End - node.Start, 0.001)),
            ["long"] = Percent(part.Seconds / Math.Max(node.End - node.Start, 0.001)),
        }).ToArray(),
    };

    private static IEnumerable<(string What, string Text, double Start, double Seconds)> PartsOf(TimelineNode node)
    {
        foreach (TimelineStep step in node.Steps)
        {
            yield return (step.Cached ? "cached" : "step", $"{step.Number.ToString(CultureInfo.InvariantCulture)}: {step.Instruction}", step.Start, step.Seconds);
        }
        if (node.Kind == "archive")
        {
            // They overlap: drawn one after the other, in proportion.
            yield return ("export", "content from the engine", node.Start, node.Export);
            yield return ("compress", "cut, hash, compress", node.Start + node.Export, node.Compress);
        }
    }

    private static string Text(double seconds) =>
        seconds.ToString(seconds < 1 ? "0.00" : seconds < 100 ? "0.0" : "0", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (Math.Clamp(share, 0, 1) * 100).ToString("0.###", CultureInfo.InvariantCulture);
}
