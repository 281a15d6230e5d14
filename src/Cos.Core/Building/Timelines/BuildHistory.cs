using System.Text.Json;
using Cos.Sdk.Files;

namespace Cos.Sdk.Building.Timelines;

/// <summary>What the nodes of a project cost when they were last made: for the order of work and for estimates of room, never for results.</summary>
internal static class BuildHistory
{
    /// <summary>Path of the history.</summary>
    public static string PathOf(string planFolder) => Path.Combine(planFolder, "history.json");

    /// <summary>Costs by the key of the node; empty when there is no history that can be read.</summary>
    public static SortedDictionary<string, NodeHistory> Read(string planFolder)
    {
        string file = PathOf(planFolder);
        try
        {
            return (File.Exists(file) ? JsonSerializer.Deserialize(File.ReadAllText(file), TimelineJsonContext.Default.SortedDictionaryStringNodeHistory) : null)
                ?? new SortedDictionary<string, NodeHistory>(StringComparer.Ordinal);
        }
        catch (JsonException)
        {
            return new SortedDictionary<string, NodeHistory>(StringComparer.Ordinal);
        }
    }

    /// <summary>Adds what a build cost.</summary>
    public static void Add(string planFolder, Timeline timeline)
    {
        SortedDictionary<string, NodeHistory> history = Read(planFolder);
        foreach (TimelineNode node in timeline.Nodes.Where(node => node.Made && node.Kind is "image" or "base" or "archive"))
        {
            long size = node.Size > 0 ? node.Size : history.GetValueOrDefault(node.Key)?.Size ?? 0;
            history[node.Key] = new NodeHistory(Math.Round(node.End - node.Start, 3), size);
        }
        AtomicFile.WriteIfDifferent(PathOf(planFolder), JsonSerializer.Serialize(history, TimelineJsonContext.Default.SortedDictionaryStringNodeHistory) + "\n");
    }
}
