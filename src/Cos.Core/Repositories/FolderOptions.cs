using Cos.Sdk.Artifacts.Tar;

namespace Cos.Sdk.Repositories;

/// <summary>How a tar stream is written to a folder.</summary>
/// <param name="Name">What messages call the stream.</param>
/// <param name="Links">What becomes of symbolic links.</param>
/// <param name="Limits">Bounds of the folder, copies made for links included.</param>
/// <param name="Epoch">Seconds since 1970: no modification time is later, and folders that the archive does not state have this one.</param>
internal sealed record FolderOptions(string Name, SymbolicLinkMode Links, TarLimits Limits, long Epoch);
