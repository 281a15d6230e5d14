using System.Collections.Immutable;
using Cos.Sdk.Fetching;

namespace Cos.Sdk.Differences;

/// <summary>What an archive holds, without contents.</summary>
/// <param name="Paths">Each path with what the archive says of it, in the archive's order.</param>
/// <param name="Size">Bytes of content of all files.</param>
/// <param name="Installed">What dpkg's database in the archive lists; null when there is none.</param>
internal sealed record ArchiveIndex(
    ImmutableArray<KeyValuePair<string, PathState>> Paths, long Size, ImmutableArray<InstalledPackage>? Installed);
