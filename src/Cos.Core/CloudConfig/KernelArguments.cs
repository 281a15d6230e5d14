using System.Collections.Immutable;
using System.Text;
using Cos.Sdk.CloudConfig.Reading;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.CloudConfig;

/// <summary>The kernel's command line, as far as it concerns cloud-config.</summary>
/// <param name="Source">What <c>cos.setup=</c> names, a path or an address; empty without.</param>
/// <param name="Configuration">What keys in dot notation say; null without any.</param>
internal sealed record KernelArguments(string Source, CloudConfigFile? Configuration)
{
    private const string SetupArgument = "cos.setup=";

    /// <summary>Reads a command line.</summary>
    /// <param name="commandLine">As in /proc/cmdline.</param>
    /// <param name="diagnostics">Takes what is wrong; places are columns of <c>kernel command line</c>.</param>
    public static KernelArguments Read(string commandLine, DiagnosticBag diagnostics)
    {
        string source = "";
        DotNotation keys = new(diagnostics);
        foreach ((string text, int column) in Split(commandLine))
        {
            if (text.StartsWith(SetupArgument, StringComparison.Ordinal))
            {
                source = text[SetupArgument.Length..];
            }
            else if (text.StartsWith(DotNotation.Prefix, StringComparison.Ordinal))
            {
                keys.Add(text, column);
            }
        }
        return new KernelArguments(source, keys.Build() is { } root ? CloudConfigReader.Read(root, diagnostics) : null);
    }

    /// <summary>The arguments with their 1-based columns. Double quotes hold blanks together, as the kernel has it.</summary>
    internal static ImmutableArray<(string Text, int Column)> Split(string commandLine)
    {
        ImmutableArray<(string, int)>.Builder arguments = ImmutableArray.CreateBuilder<(string, int)>();
        StringBuilder argument = new();
        bool quoted = false;
        int start = -1;
        for (int i = 0; i <= commandLine.Length; i++)
        {
            char letter = i < commandLine.Length ? commandLine[i] : ' ';
            if (letter is ' ' or '\t' or '\n' && (!quoted || i == commandLine.Length))
            {
                if (start >= 0)
                {
                    arguments.Add((argument.ToString(), start + 1));
                    argument.Clear();
                    start = -1;
                }
                continue;
            }
            start = start < 0 ? i : start;
            if (letter == '"')
            {
                quoted = !quoted;
            }
            else
            {
                argument.Append(letter);
            }
        }
        return arguments.ToImmutable();
    }
}
