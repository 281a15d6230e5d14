namespace Cos.Sdk.Tools;

/// <summary>How a process ended.</summary>
/// <param name="Status">Its exit status; 128 and the signal's number when a signal ended it.</param>
/// <param name="Output">The beginning of its standard output, unless a reader took it.</param>
/// <param name="Tail">The last lines of what it said.</param>
internal sealed record ToolExit(int Status, string Output, string Tail);
