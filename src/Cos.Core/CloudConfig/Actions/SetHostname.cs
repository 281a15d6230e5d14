namespace Cos.Sdk.CloudConfig.Actions;

/// <summary>Names the host: now, in /etc/hostname and in /etc/hosts.</summary>
/// <param name="Name">The name.</param>
internal sealed record SetHostname(string Name) : StepAction;
