using System.Globalization;
using System.Resources;

namespace Cos.Sdk.Diagnostics;

/// <summary>
/// The texts of one area of codes, from <c>Resources/{name}.resx</c>: the resource's name is the code, its value the composite
/// format of the message, its comment the entry of docs/diagnostics.md.
/// </summary>
internal sealed class DiagnosticArea(string name)
{
    private readonly ResourceManager _texts = new($"Cos.Sdk.Diagnostics.{name}", typeof(DiagnosticArea).Assembly);

    /// <summary>Makes an error.</summary>
    public Diagnostic Error(string code, SourceLocation? location, params object?[] arguments) =>
        Create(code, DiagnosticSeverity.Error, location, arguments);

    /// <summary>Makes a warning.</summary>
    public Diagnostic Warning(string code, SourceLocation? location, params object?[] arguments) =>
        Create(code, DiagnosticSeverity.Warning, location, arguments);

    /// <summary>Makes an information.</summary>
    public Diagnostic Information(string code, SourceLocation? location, params object?[] arguments) =>
        Create(code, DiagnosticSeverity.Information, location, arguments);

    private Diagnostic Create(string code, DiagnosticSeverity severity, SourceLocation? location, object?[] arguments)
    {
        string format = _texts.GetString(code, CultureInfo.InvariantCulture)
            ?? throw new InvalidOperationException($"No text for {code}.");
        return new Diagnostic(code, severity, string.Format(CultureInfo.InvariantCulture, format, arguments), location);
    }
}
