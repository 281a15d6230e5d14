using System.Collections.Immutable;
using Cos.Sdk.Files;

namespace Cos.Sdk.Planning;

/// <summary>The plan files of a project: one for each node, and one that lists them.</summary>
internal static class PlanFiles
{
    /// <summary>Name of the file that lists the nodes; it changes when a node comes or goes.</summary>
    public const string SetFile = "plan.set";

    /// <summary>Most of the time of writing small files is the file system's, which serves several at once.</summary>
    private static readonly ParallelOptions Width = new() { MaxDegreeOfParallelism = Environment.ProcessorCount };

    /// <summary>Path of a node's plan file.</summary>
    public static string PathOf(string planFolder, string key) => Path.Combine(planFolder, key + ".json");

    /// <summary>Writes each plan file that differs.</summary>
    /// <returns>Keys of the nodes whose file was written.</returns>
    public static ImmutableArray<string> Write(string planFolder, BuildPlan plan)
    {
        bool[] isWritten = new bool[plan.Nodes.Length];
        Parallel.For(0, isWritten.Length, Width, i =>
            isWritten[i] = AtomicFile.WriteIfDifferent(PathOf(planFolder, plan.Nodes[i].Key), PlanJson.Write(plan.Nodes[i])));
        string set = Path.Combine(planFolder, SetFile);
        string[] before = File.Exists(set) ? File.ReadAllLines(set) : [];
        AtomicFile.WriteIfDifferent(set, string.Concat(plan.Nodes.Select(node => node.Key + "\n")));
        foreach (string dropped in before.Except(plan.Nodes.Select(node => node.Key)).Where(key => Path.GetFileName(key) == key && key.Length > 0))
        {
            Drop(planFolder, dropped);
        }
        return [.. plan.Nodes.Where((_, i) => isWritten[i]).Select(node => node.Key)];
    }

    /// <summary>
    /// A node that is no more leaves at once, whether the build succeeds or not. What was made of it stays until then, to say why others are
    /// made again.
    /// </summary>
    private static void Drop(string planFolder, string key)
    {
        foreach (string extension in new[] { ".json", ".stamp", ".locations" })
        {
            File.Delete(Path.Combine(planFolder, key + extension));
        }
    }
}
