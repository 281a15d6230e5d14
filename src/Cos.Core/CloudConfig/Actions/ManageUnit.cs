namespace Cos.Sdk.CloudConfig.Actions;

/// <summary>Enables, disables, starts or masks a systemd unit.</summary>
/// <param name="Operation"><c>enable</c>, <c>disable</c>, <c>start</c> or <c>mask</c>.</param>
/// <param name="Unit">The unit.</param>
internal sealed record ManageUnit(string Operation, string Unit) : StepAction;
