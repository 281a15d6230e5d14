using Cos.Sdk.Diagnostics;
using Cos.Sdk.Files;
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

    /// <summary>The stamp that a node last got, also when its plan is another one since.</summary>
    public static NodeStamp? ReadStamp(string planFolder, string key) => NodeStamp.Read(StampOf(planFolder, key));

    /// <summary>Remembers the plan and the stamp of a node that is done.</summary>
    public static void Write(string planFolder, PlanNode node, NodeStamp stamp)
    {
        AtomicFile.WriteIfDifferent(PathOf(planFolder, node.Key), PlanJson.Write(node));
        stamp.Write(StampOf(planFolder, node.Key));
    }

    /// <summary>Remembers the values of a build that succeeded.</summary>
    public static void RememberValues(string planFolder)
    {
        if (File.Exists(ValueTexts.PathOf(planFolder)))
        {
            AtomicFile.WriteIfDifferent(ValuesOf(planFolder), File.ReadAllText(ValueTexts.PathOf(planFolder)));
        }
    }

    /// <summary>Says in one line why a node is not as it was last made.</summary>
    public static string Explain(string planFolder, PlanNode node) =>
        RebuildReason.Explain(Read(planFolder, node.Key), node, ValueTexts.Compare(ValuesOf(planFolder), ValueTexts.PathOf(planFolder)));

    /// <summary>Path of the remembered values.</summary>
    public static string ValuesOf(string planFolder) => Path.Combine(planFolder, "made", "values.json");

    /// <summary>Path of the remembered stamp.</summary>
    public static string StampOf(string planFolder, string key) => Path.Combine(planFolder, "made", key + ".stamp");

    /// <summary>Path of the remembered plan.</summary>
    public static string PathOf(string planFolder, string key) => Path.Combine(planFolder, "made", key + ".json");
}
