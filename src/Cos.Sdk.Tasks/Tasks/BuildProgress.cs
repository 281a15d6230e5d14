using System.Globalization;
using Cos.Sdk.Building;
using Cos.Sdk.Planning;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Cos.Sdk.Tasks;

/// <summary>Shows what a graph build does: one line when a node begins, with the reason, and one when it ends.</summary>
internal sealed class BuildProgress(TaskLoggingHelper log, Action<Diagnostics.Diagnostic> report, IProgress<BuildEvent> timeline) : IProgress<BuildEvent>
{
    /// <inheritdoc />
    public void Report(BuildEvent value)
    {
        timeline.Report(value);
        switch (value)
        {
            case BuildEvent.Started started:
                log.LogMessage(MessageImportance.High, "  {0} is made: {1}", NameOf(started.Node), started.Reason);
                break;
            case BuildEvent.StepStarted step:
                log.LogMessage(MessageImportance.Low, "  {0} [{1}/{2}] {3}", NameOf(step.Node), step.Step, step.Steps, FirstLine(step.Text));
                break;
            case BuildEvent.StepFinished step:
                log.LogMessage(
                    MessageImportance.Normal,
                    "  {0} [{1}/{2}] {3} ({4})",
                    NameOf(step.Node),
                    step.Step,
                    step.Steps,
                    FirstLine(step.Text),
                    step.Cached ? "cached" : step.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s");
                break;
            case BuildEvent.Finished { Outcome: NodeOutcome.Made } finished:
                log.LogMessage(
                    MessageImportance.High,
                    "  [{0}/{1}] {2} ({3} s)",
                    finished.Done,
                    finished.Total,
                    NameOf(finished.Node),
                    finished.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture));
                break;
            case BuildEvent.Finished finished:
                log.LogMessage(MessageImportance.Normal, "  {0} is there already", NameOf(finished.Node));
                break;
            case BuildEvent.Pulled pulled:
                log.LogMessage(MessageImportance.High, "  {0} is pulled from {1}", NameOf(pulled.Node), pulled.From);
                break;
            case BuildEvent.Waiting waiting:
                log.LogMessage(MessageImportance.High, "  {0} is being made by another machine; this one waits for it", NameOf(waiting.Node));
                break;
            case BuildEvent.Reported reported:
                report(reported.Diagnostic);
                break;
        }
    }

    /// <summary>What a node is called in messages.</summary>
    public static string NameOf(PlanNode node) => node switch
    {
        ArtifactNode => $"archive of {node.Package}",
        ComposedImageNode => $"base of {node.Package}",
        _ => $"image of {node.Package}",
    };

    private static string FirstLine(string text)
    {
        string line = text.ReplaceLineEndings(" ");
        return line.Length <= 100 ? line : string.Concat(line.AsSpan(0, 97), "...");
    }
}
