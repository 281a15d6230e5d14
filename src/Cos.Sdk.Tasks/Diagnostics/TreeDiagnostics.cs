namespace Cos.Sdk.Diagnostics;

/// <summary>COS1xxx: trees, their files and values.</summary>
internal static partial class TreeDiagnostics
{
    private static readonly DiagnosticArea Area = new("Tree");
}
