using System.Collections.Immutable;
using Cos.Sdk.Artifacts.Tar;

namespace Cos.Sdk.Repositories;

/// <summary>What an installation brought.</summary>
/// <param name="Installed">The packages, for the list of what is installed.</param>
/// <param name="Finalizers">What was run, or was left alone because the options say so.</param>
/// <param name="RootFolder">The root folder's own attributes if a package states them; the stream has no entry for it.</param>
/// <param name="Entries">Entries of the stream.</param>
/// <param name="Size">Bytes of content in the stream.</param>
internal sealed record InstallationResult(
    InstalledPackages Installed, ImmutableArray<RequiredFinalizer> Finalizers, TarEntry? RootFolder, long Entries, long Size);
