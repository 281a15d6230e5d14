namespace Cos.Sdk.Engine;

/// <summary>How a command in a container ended.</summary>
/// <param name="ExitCode">Zero for success.</param>
/// <param name="LastOutput">The last lines of standard output, unless it went to a stream.</param>
/// <param name="LastError">The last lines of standard error.</param>
internal sealed record ContainerResult(int ExitCode, IReadOnlyList<string> LastOutput, IReadOnlyList<string> LastError);
