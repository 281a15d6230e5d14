namespace Cos.Sdk.Running;

/// <summary>How a command in a machine ended.</summary>
/// <param name="ExitCode">Its status; 0 for success.</param>
/// <param name="Output">What it wrote to both streams.</param>
public sealed record GuestResult(int ExitCode, string Output);
