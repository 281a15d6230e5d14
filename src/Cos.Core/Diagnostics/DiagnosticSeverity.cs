namespace Cos.Sdk.Diagnostics;

/// <summary>How much a diagnostic weighs. The project file may raise or silence warnings.</summary>
internal enum DiagnosticSeverity
{
    /// <summary>Worth knowing; nothing to do.</summary>
    Information,

    /// <summary>Accepted, but probably not what was meant.</summary>
    Warning,

    /// <summary>The build cannot give what was asked for.</summary>
    Error,
}
