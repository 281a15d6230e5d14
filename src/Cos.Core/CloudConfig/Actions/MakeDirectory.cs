namespace Cos.Sdk.CloudConfig.Actions;

/// <summary>Makes a directory with its parents.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Mode">Four octal digits.</param>
/// <param name="Owner">Whose it becomes.</param>
internal sealed record MakeDirectory(string Path, string Mode, FileOwner Owner) : StepAction;
