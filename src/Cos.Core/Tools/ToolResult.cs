namespace Cos.Sdk.Tools;

/// <summary>How a successful run of an external program went.</summary>
/// <param name="Tool">The program that ran.</param>
/// <param name="Output">The first 256 KiB of its standard output; empty when <see cref="ToolInvocation.ReadOutput"/> took it.</param>
internal sealed record ToolResult(ToolInfo Tool, string Output);
