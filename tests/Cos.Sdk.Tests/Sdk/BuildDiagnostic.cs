using System.Globalization;
using System.Text.RegularExpressions;

namespace Cos.Sdk.IntegrationTests.Sdk;

/// <summary>An error or a warning as MSBuild prints it: <c>file(line,column): error COS1234: message</c>.</summary>
/// <param name="File">As printed; the project file when the fault has no other place.</param>
/// <param name="Line">1-based; 0 for none.</param>
/// <param name="IsError">Else a warning.</param>
/// <param name="Code">Letters and digits.</param>
/// <param name="Message">Its first line.</param>
internal sealed partial record BuildDiagnostic(string File, int Line, bool IsError, string Code, string Message)
{
    /// <summary>Reads a line of output; null when it is something else.</summary>
    public static BuildDiagnostic? TryParse(string line) =>
        Pattern().Match(line) is { Success: true } match
            ? new BuildDiagnostic(
                match.Groups["file"].Value.Trim(),
                match.Groups["line"].Success ? int.Parse(match.Groups["line"].Value, CultureInfo.InvariantCulture) : 0,
                match.Groups["severity"].Value == "error",
                match.Groups["code"].Value,
                match.Groups["message"].Value)
            : null;

    [GeneratedRegex(@"^\s*(?<file>[^()]+?)(\((?<line>\d+)[\d,-]*\))?\s*: (?<severity>error|warning) (?<code>[A-Z]+\d+): (?<message>.*?)( \[[^\]]*\])?$")]
    private static partial Regex Pattern();
}
