using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;

namespace Cos.Sdk.Building;

/// <summary>What happens while a graph is built, for whoever shows progress.</summary>
internal abstract record BuildEvent(PlanNode Node)
{
    /// <summary>All that a node depends on is done.</summary>
    internal sealed record Ready(PlanNode Node) : BuildEvent(Node);

    /// <summary>Work on a node begins.</summary>
    /// <param name="Node">The node.</param>
    /// <param name="Reason">Why, in one line.</param>
    internal sealed record Started(PlanNode Node, string Reason) : BuildEvent(Node);

    /// <summary>The engine began a step.</summary>
    /// <param name="Node">The node.</param>
    /// <param name="Step">1-based.</param>
    /// <param name="Steps">How many there are.</param>
    /// <param name="Text">The instruction.</param>
    internal sealed record StepStarted(PlanNode Node, int Step, int Steps, string Text) : BuildEvent(Node);

    /// <summary>The engine ended a step.</summary>
    /// <param name="Node">The node.</param>
    /// <param name="Step">1-based.</param>
    /// <param name="Steps">How many there are.</param>
    /// <param name="Text">The instruction.</param>
    /// <param name="Elapsed">How long it took.</param>
    /// <param name="Cached">Whether the engine had its result.</param>
    internal sealed record StepFinished(PlanNode Node, int Step, int Steps, string Text, TimeSpan Elapsed, bool Cached) : BuildEvent(Node);

    /// <summary>Where the time of a node went, and how large the result is.</summary>
    internal sealed record Measured(PlanNode Node, TimeSpan Engine, TimeSpan Export, TimeSpan Compress, long Size) : BuildEvent(Node);

    /// <summary>A node is done.</summary>
    /// <param name="Node">The node.</param>
    /// <param name="Elapsed">Wall time.</param>
    /// <param name="Outcome">What was done.</param>
    /// <param name="Done">How many nodes are done, this one included.</param>
    /// <param name="Total">How many there are to do.</param>
    internal sealed record Finished(PlanNode Node, TimeSpan Elapsed, NodeOutcome Outcome, int Done, int Total) : BuildEvent(Node);

    /// <summary>The image of a node came from a cache.</summary>
    /// <param name="Node">The node.</param>
    /// <param name="From">The cache's repository.</param>
    internal sealed record Pulled(PlanNode Node, string From) : BuildEvent(Node);

    /// <summary>Another machine makes the image of a node; this one waits for it.</summary>
    internal sealed record Waiting(PlanNode Node) : BuildEvent(Node);

    /// <summary>Something to tell about a node.</summary>
    internal sealed record Reported(PlanNode Node, Diagnostic Diagnostic) : BuildEvent(Node);
}
