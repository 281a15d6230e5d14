namespace Cos.Sdk.Diagnostics;

/// <summary>One coded message to the user: what is wrong, where, why, and what to do next.</summary>
/// <param name="Code">For example <c>COS1004</c>; unique, documented in docs/diagnostics.md.</param>
/// <param name="Severity">As designed; the project's warning settings are applied by the task that reports it.</param>
/// <param name="Message">A complete text in sentences, without the code.</param>
/// <param name="Location">The place the user has to look at; null when it concerns the project as a whole.</param>
internal sealed record Diagnostic(string Code, DiagnosticSeverity Severity, string Message, SourceLocation? Location)
{
    /// <inheritdoc />
    public override string ToString() =>
        $"{(Location is null ? "" : Location + ": ")}{Severity.ToString().ToLowerInvariant()} {Code}: {Message}";
}
