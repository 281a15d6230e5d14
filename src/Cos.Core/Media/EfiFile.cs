namespace Cos.Sdk.Media;

/// <summary>A file of the EFI file system.</summary>
/// <param name="Path">Where it comes, relative, with forward slashes.</param>
/// <param name="Source">The file on disk, relative to the folder that the tools run in.</param>
/// <param name="Size">Bytes.</param>
internal sealed record EfiFile(string Path, string Source, long Size);
