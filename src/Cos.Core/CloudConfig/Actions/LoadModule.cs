namespace Cos.Sdk.CloudConfig.Actions;

/// <summary>Loads a kernel module.</summary>
/// <param name="Name">Its name.</param>
internal sealed record LoadModule(string Name) : StepAction;
