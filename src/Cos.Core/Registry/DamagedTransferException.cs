using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Registry;

/// <summary>An answer that is not whole or not what was promised. Tried again; when it stays so, the user gets the diagnostic.</summary>
internal sealed class DamagedTransferException(Diagnostic diagnostic) : IOException(diagnostic.Message)
{
    /// <summary>What to tell in the end.</summary>
    public Diagnostic Diagnostic { get; } = diagnostic;
}
