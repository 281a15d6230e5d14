namespace Cos.Sdk.CloudConfig.Actions;

/// <summary>Removes a record from an account file.</summary>
/// <param name="Path">The file, absolute.</param>
/// <param name="Entity">The record; its name decides.</param>
internal sealed record DeleteEntity(string Path, AccountEntity Entity) : StepAction;
