using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Validation;

/// <summary>
/// Finds steps that copy a file of the package folder that is not there. Only where nothing before could have made it: all earlier commands are
/// understood, none names it, and each is a program that makes no files of other names in the current directory.
/// </summary>
internal sealed class ContextFileCheck : ITreeCheck
{
    private static readonly HashSet<string> Harmless = new(
        [
            "apk", "apt", "apt-get", "chgrp", "chmod", "chown", "cp", "dnf", "echo", "groupadd", "install", "ln", "mkdir", "mv", "printf", "rm", "rmdir", "systemctl",
            "test", "true", "useradd", "usermod", "yum", "zypper",
        ],
        StringComparer.Ordinal);

    /// <inheritdoc />
    public void Check(Subject subject, Findings findings, CancellationToken cancellationToken)
    {
        foreach (Package package in subject.Model.Tree.Packages)
        {
            if (subject.Model.Packages[package.Id].Spec is { } spec && spec.Retrieve.IsEmpty && spec.Copies.All(copy => copy.Destination.StartsWith('/')
                && !copy.Destination.StartsWith(Planning.InstructionWriter.ContextFolder, StringComparison.Ordinal)))
            {
                Check(subject, package, spec, findings);
            }
        }
    }

    private static void Check(Subject subject, Package package, BuildSpec spec, Findings findings)
    {
        List<ShellWord> named = [];
        foreach (Step step in spec.Prelude.Concat(spec.Steps))
        {
            if (ShellReader.Read(step.Command) is not { } commands)
            {
                return;
            }
            foreach (ShellCommand command in commands)
            {
                foreach (string source in SourcesOf(command))
                {
                    if (!named.Any(word => !word.IsLiteral || word.Text.Contains(Path.GetFileName(source), StringComparison.Ordinal))
                        && !Exists(subject, package, source))
                    {
                        findings.Add(package, PlanningDiagnostics.ContextFileMissing(step.Location, source));
                    }
                }
                if (!Harmless.Contains(command.Program) || command.HasRedirection)
                {
                    return;
                }
                named.AddRange(command.Arguments);
            }
        }
    }

    /// <summary>Literal relative paths that a command reads.</summary>
    private static IEnumerable<string> SourcesOf(ShellCommand command)
    {
        if (command.Program is not ("cp" or "mv" or "install")
            || command.Arguments.Any(word => word.Text.StartsWith("-t", StringComparison.Ordinal) || word.Text.StartsWith("--t", StringComparison.Ordinal)
                || (command.Program == "install" && word.Text is "-d" or "--directory")))
        {
            return [];
        }
        List<ShellWord> operands = [];
        ImmutableArray<ShellWord> words = command.Words;
        for (int i = 1; i < words.Length; i++)
        {
            if (words[i].Text.StartsWith('-'))
            {
                // install -m 644 file: the option takes a word.
                i += command.Program == "install" && words[i].Text is "-m" or "-o" or "-g" or "-S" || words[i].Text == "-S" ? 1 : 0;
                continue;
            }
            operands.Add(words[i]);
        }
        return operands.Count < 2
            ? []
            : operands.SkipLast(1)
                .Where(word => word.IsLiteral && word.Text.Length > 0 && word.Text[0] != '/' && !word.Text.Contains("..", StringComparison.Ordinal))
                .Select(word => word.Text);
    }

    /// <summary>In the package folder, or in that of a package below it, whose files stay in the image.</summary>
    private static bool Exists(Subject subject, Package package, string path)
    {
        if (Path.Exists(Path.Join(package.Folder, path)))
        {
            return true;
        }
        try
        {
            return subject.Model.Resolution.ChainOf(package.Id).Any(id => Path.Exists(Path.Join(subject.Model.Packages[id].Folder, path)));
        }
        catch (CosException)
        {
            // Without a chain nobody knows what is in the image.
            return true;
        }
    }
}
