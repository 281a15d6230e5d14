using System.Globalization;
using System.Runtime.InteropServices;

namespace Cos.Sdk.Planning;

/// <summary>
/// What tells, without reading it, that a file is still the one that was read: size and modification time, on Linux also inode, mode and
/// change time, which no ordinary program can set back.
/// </summary>
/// <param name="Kind">What the path is.</param>
/// <param name="Text">Equal texts mean the same content.</param>
/// <param name="Changed">When it changed last, as far as the file system tells.</param>
internal readonly record struct FileStamp(FileStampKind Kind, string Text, DateTime Changed)
{
    private const int CurrentFolder = -100;
    private const int DoNotFollow = 0x100;
    private const uint BasicFields = 0x7ff;
    private const int KindMask = 0xf000;

    /// <summary>How coarse the times of file systems are at most: two changes within it may leave the same stamp.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(20);

    /// <summary>The stamp of a path; a link's own, or that of what it leads to. Null when nothing is there.</summary>
    public static FileStamp? Read(string path, bool follow = false)
    {
        if (OperatingSystem.IsLinux())
        {
            return statx(CurrentFolder, path, follow ? 0 : DoNotFollow, BasicFields, out Status status) == 0 ? Of(status) : null;
        }
        FileSystemInfo info = new FileInfo(path);
        if (follow && info.LinkTarget is not null)
        {
            info = info.ResolveLinkTarget(returnFinalTarget: true) ?? info;
        }
        return !info.Exists && !Directory.Exists(path) ? null
            : info.LinkTarget is { } target ? new FileStamp(FileStampKind.Link, target, info.LastWriteTimeUtc)
            : info.Attributes.HasFlag(FileAttributes.Directory) ? new FileStamp(FileStampKind.Folder, "", info.LastWriteTimeUtc)
            : new FileStamp(
                FileStampKind.File, string.Create(CultureInfo.InvariantCulture, $"{((FileInfo)info).Length}.{info.LastWriteTimeUtc.Ticks}"), info.LastWriteTimeUtc);
    }

    /// <summary>Whether a change after <paramref name="time"/> would give another stamp.</summary>
    public bool IsSettledAt(DateTime time) => Changed < time - Grain;

    private static FileStamp Of(in Status status)
    {
        FileStampKind kind = (status.Mode & KindMask) switch
        {
            0x8000 => FileStampKind.File,
            0x4000 => FileStampKind.Folder,
            0xa000 => FileStampKind.Link,
            _ => FileStampKind.Other,
        };
        DateTime changed = DateTime.UnixEpoch.AddSeconds(status.ChangedSeconds).AddTicks(status.ChangedNanoseconds / 100);
        return new FileStamp(
            kind,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{status.Size}.{status.ModifiedSeconds}.{status.ModifiedNanoseconds}.{status.ChangedSeconds}.{status.ChangedNanoseconds}.{status.Inode}.{status.Mode}"),
            changed);
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int statx(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, out Status status);

    /// <summary><c>struct statx</c> of the Linux user space interface; the same on every architecture.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Status
    {
        [FieldOffset(0x1c)]
        public ushort Mode;

        [FieldOffset(0x20)]
        public ulong Inode;

        [FieldOffset(0x28)]
        public ulong Size;

        [FieldOffset(0x60)]
        public long ChangedSeconds;

        [FieldOffset(0x68)]
        public uint ChangedNanoseconds;

        [FieldOffset(0x70)]
        public long ModifiedSeconds;

        [FieldOffset(0x78)]
        public uint ModifiedNanoseconds;
    }
}
