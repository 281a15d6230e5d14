using System.Collections.Frozen;
using Cos.Sdk.Artifacts.Tar;

namespace Cos.Sdk.Artifacts.Cutting;

/// <summary>
/// What Docker puts into the file system of every container, also of one that never runs, to mount on: empty files of mode 0755, over
/// what the image has there. An exported file system shows these instead. (Podman exports the image as it is.)
/// </summary>
internal static class EngineMounts
{
    private const int PlaceholderMode = 0b111_101_101;

    private const string Mark = ".dockerenv";

    private const string Console = "dev/console";

    private const string MountTable = "etc/mtab";

    /// <summary>Files below <c>etc</c> that are covered.</summary>
    public static readonly FrozenSet<string> Covered =
        FrozenSet.Create(StringComparer.Ordinal, "etc/hostname", "etc/hosts", "etc/resolv.conf", MountTable);

    /// <summary>Whether an entry of an export stands for nothing that an image could have.</summary>
    public static bool IsAddition(TarEntry entry) => entry.Path is Mark or Console && IsPlaceholder(entry);

    /// <summary>Whether an entry of an export may cover another one of the image.</summary>
    public static bool MayCover(TarEntry entry) =>
        Covered.Contains(entry.Path)
        && (IsPlaceholder(entry) || entry is { Path: MountTable, Kind: TarEntryKind.SymbolicLink, LinkTarget: "/proc/mounts" });

    private static bool IsPlaceholder(TarEntry entry) => entry is { Kind: TarEntryKind.File, Size: 0, Mode: PlaceholderMode };
}
