namespace Cos.Sdk.CloudConfig.Actions;

/// <summary>Fetches a file, unless it is there with the same content.</summary>
/// <param name="Url">With http or https.</param>
/// <param name="Path">The file, absolute; a folder when it ends with a slash.</param>
/// <param name="Mode">Four octal digits.</param>
/// <param name="Owner">Whose it becomes.</param>
/// <param name="TimeoutSeconds">For the whole transfer.</param>
internal sealed record Download(string Url, string Path, string Mode, FileOwner Owner, int TimeoutSeconds) : StepAction;
