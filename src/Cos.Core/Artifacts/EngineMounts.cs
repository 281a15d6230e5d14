using System.Collections.Frozen;
using Cos.Sdk.Artifacts.Tar;

namespace Cos.Sdk.Artifacts;

/// <summary>
/// What engines put into file systems to mount on: empty files of mode 0755 (of Podman 0700) and empty folders. Docker does so in every container, also in one
/// that never runs, over what the image has there, and an exported file system shows these instead. Podman exports the image as it is,
/// but leaves them in the layer of a step when the image below has nothing there.
/// </summary>
internal static class EngineMounts
{
    private const int PlaceholderMode = 0b111_101_101;

    /// <summary>What Podman gives to the files that it mounts on.</summary>
    private const int PodmanFileMode = 0b111_000_000;

    /// <summary>What Podman gives to <c>dev</c>.</summary>
    private const int PodmanDeviceFolderMode = 0b1_111_101_101;

    private const string Mark = ".dockerenv";

    private const string Console = "dev/console";

    private const string MountTable = "etc/mtab";

    private static readonly FrozenSet<string> Folders = FrozenSet.Create(StringComparer.Ordinal, "dev", "etc", "proc", "sys");

    /// <summary>Files below <c>etc</c> that are covered.</summary>
    public static readonly FrozenSet<string> Covered =
        FrozenSet.Create(StringComparer.Ordinal, "etc/hostname", "etc/hosts", "etc/resolv.conf", MountTable);

    /// <summary>Whether an entry of an export stands for nothing that an image could have.</summary>
    public static bool IsAddition(TarEntry entry) => entry.Path is Mark or Console && IsPlaceholder(entry);

    /// <summary>Whether an entry of an export may cover another one of the image.</summary>
    public static bool MayCover(TarEntry entry) =>
        Covered.Contains(entry.Path)
        && (IsPlaceholder(entry) || entry is { Path: MountTable, Kind: TarEntryKind.SymbolicLink, LinkTarget: "/proc/mounts" });

    /// <summary>
    /// Whether an entry of a step's layer says nothing of what the step did: while it ran, something was mounted there, or the engine had made the folder.
    /// </summary>
    /// <param name="entry">From the layer.</param>
    /// <param name="isPodman">Whether Podman made it, which also makes <c>run</c>.</param>
    public static bool IsMountPoint(TarEntry entry, bool isPodman) => entry.Kind == TarEntryKind.Directory
        ? entry is { UserId: 0, GroupId: 0, ExtendedAttributes.IsEmpty: true }
            && ((entry.Mode == PlaceholderMode && (Folders.Contains(entry.Path) || (isPodman && entry.Path == "run")))
                || (isPodman && entry is { Path: "dev", Mode: PodmanDeviceFolderMode }))
        : Covered.Contains(entry.Path) && IsPlaceholder(entry);

    /// <summary>Whether an entry is an empty file as engines make them to mount on: no distribution has such ones.</summary>
    public static bool IsPlaceholder(TarEntry entry) => entry is { Kind: TarEntryKind.File, Size: 0, Mode: PlaceholderMode or PodmanFileMode };
}
