namespace Cos.Sdk.Benchmarks;

/// <summary>What a command took.</summary>
/// <param name="Seconds">Wall time.</param>
/// <param name="DotnetMegabytes">Peak of the resident memory of its dotnet processes together.</param>
/// <param name="ToolMegabytes">The same of all its other processes; what an engine takes elsewhere is not in it.</param>
/// <param name="Output">What it printed.</param>
internal sealed record Measurement(double Seconds, double DotnetMegabytes, double ToolMegabytes, string Output);
