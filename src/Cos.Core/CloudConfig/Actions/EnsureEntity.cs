namespace Cos.Sdk.CloudConfig.Actions;

/// <summary>Adds a record to an account file or brings it up to date.</summary>
/// <param name="Path">The file, absolute.</param>
/// <param name="Entity">The record.</param>
internal sealed record EnsureEntity(string Path, AccountEntity Entity) : StepAction;
