namespace Cos.Sdk.Diagnostics;

/// <summary>A known failure: the operation ends, and the user is told by the diagnostics it carries.</summary>
/// <remarks>Anything else that escapes a task is a bug and is shown as one.</remarks>
internal sealed class CosException : Exception
{
    /// <summary>One failure.</summary>
    public CosException(Diagnostic diagnostic)
        : this([diagnostic])
    {
    }

    /// <summary>One failure that another library's exception caused; the cause is for the binary log, never for the user.</summary>
    public CosException(Diagnostic diagnostic, Exception cause)
        : base(diagnostic.ToString(), cause) => Diagnostics = [diagnostic];

    /// <summary>Several failures found together.</summary>
    public CosException(IReadOnlyList<Diagnostic> diagnostics)
        : base(string.Join(Environment.NewLine, diagnostics)) => Diagnostics = diagnostics;

    /// <summary>At least one, each an error.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }
}
