using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;

namespace Cos.Sdk.Building;

/// <summary>The plans of what was made last, beside the current ones, so that a build can say why it makes a node again.</summary>
internal static class MadePlans
{
    /// <summary>The plan by which a node was last made; null when it never was.</summary>
    public static PlanNode? Read(string planFolder, string key)
    {
        string file = PathOf(planFolder, key);
        try
        {
            return File.Exists(file) ? PlanJson.Read(file) : null;
        }
        catch (CosException)
        {
            return null;
        }
    }

    /// <summary>Remembers the plan of a node that is done.</summary>
    public static void Write(string planFolder, PlanNode node) => AtomicFile.WriteIfDifferent(PathOf(planFolder, node.Key), PlanJson.Write(node));

    /// <summary>Path of the remembered plan.</summary>
    public static string PathOf(string planFolder, string key) => Path.Combine(planFolder, "made", key + ".json");
}
