using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;

namespace Cos.Sdk.Building;

/// <summary>What happens while a graph is built, for whoever shows progress.</summary>
internal abstract record BuildEvent(PlanNode Node)
{
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

    /// <summary>A node is done.</summary>
    /// <param name="Node">The node.</param>
    /// <param name="Elapsed">Wall time.</param>
    /// <param name="Outcome">What was done.</param>
    /// <param name="Done">How many nodes are done, this one included.</param>
    /// <param name="Total">How many there are to do.</param>
    internal sealed record Finished(PlanNode Node, TimeSpan Elapsed, NodeOutcome Outcome, int Done, int Total) : BuildEvent(Node);

    /// <summary>Something to tell about a node.</summary>
    internal sealed record Reported(PlanNode Node, Diagnostic Diagnostic) : BuildEvent(Node);
}
