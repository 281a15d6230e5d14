namespace Cos.Sdk.CloudConfig.Actions;

/// <summary>Writes a drop-in of a systemd unit.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Name">File name of the drop-in.</param>
/// <param name="Content">Its text.</param>
internal sealed record OverrideUnit(string Unit, string Name, string Content) : StepAction;
