using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Validation;

/// <summary>Finds steps that cannot mean what is written. Scripts that are not understood are left alone.</summary>
internal sealed class StepCheck : ITreeCheck
{
    private static readonly HashSet<string> ShellOnly = new(["cd", "export", "set", "unset", "umask", "alias", "pushd", "popd"], StringComparer.Ordinal);

    private static readonly HashSet<string> Shells = new(["sh", "bash", "dash", "ash", "zsh"], StringComparer.Ordinal);

    /// <inheritdoc />
    public void Check(Subject subject, Findings findings, CancellationToken cancellationToken)
    {
        foreach (Package package in subject.Model.Tree.Packages)
        {
            if (subject.Model.Packages[package.Id].Spec is { } spec)
            {
                bool answersItself = spec.Prelude.Concat(spec.Steps).Any(step => step.Command.Contains("Assume-Yes", StringComparison.OrdinalIgnoreCase));
                foreach (Step step in spec.Prelude.Concat(spec.Steps))
                {
                    Check(package, step, answersItself, findings);
                }
            }
        }
    }

    private static void Check(Package package, Step step, bool answersItself, Findings findings)
    {
        if (ShellReader.Read(step.Command) is not { } commands)
        {
            return;
        }
        if (commands is [{ HasRedirection: false } only] && ShellOnly.Contains(only.Program))
        {
            findings.Add(package, PlanningDiagnostics.EffectEndsWithStep(step.Location, Text(only)));
        }
        for (int i = 0; i < commands.Length; i++)
        {
            ShellCommand command = commands[i];
            if (command.Program == "sudo")
            {
                findings.Add(package, PlanningDiagnostics.NeedlessSudo(step.Location));
            }
            if (!answersItself && !command.IsPipedInto && InstallCommands.MissingAnswer(command) is { } option)
            {
                findings.Add(package, PlanningDiagnostics.AsksBeforeInstalling(step.Location, Text(command), option));
            }
            if (i + 1 < commands.Length && AddressOf(command) is { } address && commands[i + 1].IsPipedInto && IsShell(commands[i + 1]))
            {
                findings.Add(package, PlanningDiagnostics.UnpinnedScript(step.Location, address));
            }
        }
    }

    private static string? AddressOf(ShellCommand command) => command.Program is "curl" or "wget"
        ? command.Arguments.Select(word => word.Text).FirstOrDefault(text =>
            text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        : null;

    private static bool IsShell(ShellCommand command) => Shells.Contains(command.Program == "sudo"
        ? command.Arguments.Select(word => word.Text).FirstOrDefault(text => !text.StartsWith('-')) ?? ""
        : command.Program);

    private static string Text(ShellCommand command) => string.Join(' ', command.Words.Select(word => word.Text));
}
