namespace Cos.Sdk.CloudConfig.Actions;

/// <summary>Runs a command line with <c>sh -c</c>.</summary>
/// <param name="Command">The line, or several.</param>
internal sealed record RunCommand(string Command) : StepAction;
