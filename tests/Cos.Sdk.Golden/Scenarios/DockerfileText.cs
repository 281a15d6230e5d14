using System.Text.Json;
using System.Text.RegularExpressions;

namespace Cos.Sdk.Golden.Scenarios;

/// <summary>Brings the instructions of Dockerfiles into one form.</summary>
internal static partial class DockerfileText
{
    /// <summary>The instructions; what no keyword begins goes on with the line before.</summary>
    public static IReadOnlyList<string> Instructions(string text)
    {
        List<string> lines = [];
        foreach (string line in text.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Trim().Length > 0))
        {
            if (lines.Count == 0 || Keyword().IsMatch(line))
            {
                lines.Add(line);
            }
            else
            {
                lines[^1] += "\n" + line;
            }
        }
        return lines;
    }

    /// <summary>Whether a command goes on in a line that an engine would take for an instruction: the reference cannot build it.</summary>
    public static bool IsPasted(string instruction) =>
        instruction.Split('\n') is [.. { Length: > 0 } before, _]
        && before.Any(line => !line.EndsWith('\\') && !line.TrimStart().StartsWith('#'));

    /// <summary>The command of a RUN, in whichever form; blanks, continued lines and comments between them do not matter.</summary>
    public static string Command(string arguments)
    {
        string text = arguments.StartsWith("[\"/bin/sh\"", StringComparison.Ordinal)
            ? JsonSerializer.Deserialize<string[]>(arguments)![2]
            : arguments;
        string[] lines = [.. text.Split('\n').Where((line, number) => number == 0 || !line.TrimStart().StartsWith('#'))];
        return Blanks().Replace(string.Join('\n', lines).Replace("\\\n", " ", StringComparison.Ordinal), " ").Trim();
    }

    /// <summary>The assignments of an ENV that names the package, one a line, without quotes.</summary>
    public static IEnumerable<string> PackageVariables(string arguments) =>
        Variable().Matches(arguments).Select(match => $"ENV {match.Groups[1].Value}={match.Groups[2].Value.Trim('"').Replace("\\", "", StringComparison.Ordinal)}");

    /// <summary>Source and destination of a COPY or ADD.</summary>
    public static string Paths(string text) =>
        text.StartsWith('[') ? string.Join(' ', JsonSerializer.Deserialize<string[]>(text)!) : Blanks().Replace(text, " ").Trim();

    [GeneratedRegex("^(FROM|COPY|ADD|WORKDIR|ENV|RUN|ARG|LABEL|USER|CMD|ENTRYPOINT|EXPOSE|VOLUME|SHELL|STOPSIGNAL|ONBUILD|HEALTHCHECK|MAINTAINER) ")]
    private static partial Regex Keyword();

    [GeneratedRegex("[ \t\n]+")]
    private static partial Regex Blanks();

    [GeneratedRegex("(PACKAGE_[A-Z]+)=(\"(?:[^\"\\\\]|\\\\.)*\"|[^ ]*)")]
    private static partial Regex Variable();
}
