using System.Globalization;
using System.Runtime.InteropServices;

namespace Cos.Sdk.Planning;

/// <summary>
/// What tells, without reading it, that a file is still the one that was hashed: size and modification time, on Linux also inode and
/// change time, which no ordinary program can set back.
/// </summary>
internal static class FileStamp
{
    private const int CurrentFolder = -100;
    private const int DoNotFollow = 0x100;
    private const uint BasicFields = 0x7ff;
    private const int FileTypeMask = 0xf000;
    private const int RegularFile = 0x8000;

    /// <summary>The stamp as text; equal texts mean the same content. Null for a pipe, a socket or a device.</summary>
    public static string? Read(FileInfo file)
    {
        if (OperatingSystem.IsLinux() && statx(CurrentFolder, file.FullName, DoNotFollow, BasicFields, out Status status) == 0)
        {
            return (status.Mode & FileTypeMask) != RegularFile ? null : string.Create(
                CultureInfo.InvariantCulture,
                $"{status.Size}.{status.ModifiedSeconds}.{status.ModifiedNanoseconds}.{status.ChangedSeconds}.{status.ChangedNanoseconds}.{status.Inode}");
        }
        return string.Create(CultureInfo.InvariantCulture, $"{file.Length}.{file.LastWriteTimeUtc.Ticks}");
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
