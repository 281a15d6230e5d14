namespace Cos.Sdk.Dockerfiles;

/// <summary>A file that is sent beside those of the package folder.</summary>
/// <param name="Path">Its place in the context.</param>
/// <param name="Length">How many bytes there are.</param>
/// <param name="OpenAsync">Opens the content; it may be forward and asynchronous only.</param>
internal sealed record ContextFile(string Path, long Length, Func<CancellationToken, Task<Stream>> OpenAsync);
