namespace Cos.Sdk.CloudConfig.Actions;

/// <summary>Sets a kernel parameter.</summary>
/// <param name="Key">Separated by dots or slashes.</param>
/// <param name="Value">As text.</param>
internal sealed record SetKernelParameter(string Key, string Value) : StepAction;
