using System.Text.RegularExpressions;

namespace Cos.Sdk.IntegrationTests.Sdk;

/// <summary>How a command ended and what it printed.</summary>
/// <param name="Command">The command line.</param>
/// <param name="ExitCode">0 for success; 137 when it was killed.</param>
/// <param name="Output">Lines of both streams, in the order in which they came.</param>
internal sealed partial record BuildResult(string Command, int ExitCode, IReadOnlyList<string> Output)
{
    /// <summary>Errors and warnings, each once though the summary repeats them.</summary>
    public IReadOnlyList<BuildDiagnostic> Diagnostics { get; } = [.. Output.Select(BuildDiagnostic.TryParse).OfType<BuildDiagnostic>().Distinct()];

    /// <summary>Codes of all errors and warnings, each once, sorted.</summary>
    public IReadOnlyList<string> Codes => [.. Diagnostics.Select(diagnostic => diagnostic.Code).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Nodes that were made, such as <c>image of app/a@1.0</c>, with the reason.</summary>
    public IReadOnlyDictionary<string, string> Made { get; } =
        Output.Select(line => MadeLine().Match(line)).Where(match => match.Success)
            .ToDictionary(match => match.Groups["node"].Value, match => match.Groups["reason"].Value, StringComparer.Ordinal);

    /// <summary>Names of the nodes that were made, sorted.</summary>
    public IReadOnlyList<string> MadeNodes => [.. Made.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Fails the test with the whole output when the command failed.</summary>
    public BuildResult AssertSucceeded()
    {
        Assert.True(ExitCode == 0, $"{Command}\nfailed with {ExitCode}:\n{string.Join('\n', Output)}");
        return this;
    }

    /// <summary>Fails the test with the whole output when the command succeeded.</summary>
    public BuildResult AssertFailed()
    {
        Assert.True(ExitCode != 0, $"{Command}\nsucceeded:\n{string.Join('\n', Output)}");
        Assert.DoesNotContain(Output, line => line.TrimStart().StartsWith("at Cos.Sdk.", StringComparison.Ordinal));
        return this;
    }

    /// <summary>The one diagnostic with a code at a place; fails the test with the whole output when it is not there.</summary>
    /// <param name="code">For example COS1035.</param>
    /// <param name="file">The end of its file's path.</param>
    /// <param name="line">1-based; 0 for none.</param>
    public BuildDiagnostic AssertReported(string code, string file, int line)
    {
        BuildDiagnostic? found = Diagnostics.FirstOrDefault(diagnostic =>
            diagnostic.Code == code && diagnostic.Line == line && diagnostic.File.EndsWith(file, StringComparison.Ordinal));
        Assert.True(found is not null, $"{Command}\ndid not report {code} at {file}({line}):\n{string.Join('\n', Output)}");
        return found;
    }

    [GeneratedRegex(@"^\s*(?<node>(image|archive|base) of \S+) is made: (?<reason>.*)$")]
    private static partial Regex MadeLine();
}
