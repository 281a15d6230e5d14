namespace Cos.Sdk.Planning;

/// <summary>A value that is another one than at the last build.</summary>
/// <param name="Name">For example <c>kernel.version</c>.</param>
/// <param name="Before">Its text then; null when there was none.</param>
/// <param name="Now">Its text now; null when there is none.</param>
internal sealed record ValueChange(string Name, string? Before, string? Now);
