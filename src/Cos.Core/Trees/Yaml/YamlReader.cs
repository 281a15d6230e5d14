using Cos.Sdk.Diagnostics;
using YamlDotNet.Core;

namespace Cos.Sdk.Trees.Yaml;

/// <summary>Reads one YAML document into nodes that know their places. Reports every fault by a diagnostic and never throws for bad input.</summary>
internal static class YamlReader
{
    /// <summary>Reads the text of a file; null after an error. An empty text is a scalar that is null.</summary>
    public static YamlNode? Read(string text, string file, DiagnosticBag diagnostics, YamlLimits? limits = null) =>
        Read(text, (line, column) => new SourceLocation(file, line, column), diagnostics, limits);

    /// <summary>Reads a text whose positions <paramref name="locator"/> translates; null after an error.</summary>
    public static YamlNode? Read(string text, YamlLocator locator, DiagnosticBag diagnostics, YamlLimits? limits = null)
    {
        limits ??= YamlLimits.Default;
        if (text.Length > limits.MaxLength)
        {
            diagnostics.Add(TreeDiagnostics.FileTooLarge(locator(0, 0), limits.MaxLength));
            return null;
        }
        if (YamlText.FindForbidden(text) is (int line, int column, char letter))
        {
            diagnostics.Add(TreeDiagnostics.ForbiddenCharacter(locator(line, column), letter));
            return null;
        }
        YamlNodeBuilder builder = new(new Parser(new StringReader(text)), locator, diagnostics, limits);
        try
        {
            return builder.ReadDocument();
        }
        catch (YamlException exception)
        {
            diagnostics.Add(YamlProblem.Explain(exception.Message, exception.Start, builder.OpenFlow, text, locator));
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException or IndexOutOfRangeException)
        {
            // The scanner's own slips over malformed text.
            diagnostics.Add(YamlProblem.Explain("", builder.Position, builder.OpenFlow, text, locator));
        }
        return null;
    }

    /// <summary>Reads a file; null after an error.</summary>
    public static YamlNode? ReadFile(string path, DiagnosticBag diagnostics, YamlLimits? limits = null) =>
        YamlText.ReadFile(path, diagnostics, limits ?? YamlLimits.Default) is { } text ? Read(text, path, diagnostics, limits) : null;
}
