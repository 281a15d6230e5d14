using System.Runtime.InteropServices;

namespace Cos.Device.Running;

/// <summary>Calls of the C library that make what .NET cannot: devices, hard links, attributes of links, exchanges of names.</summary>
internal static partial class FileCalls
{
    private const int CurrentFolder = -100;

    private const int DoNotFollow = 0x100;

    private const uint Exchange = 2;

    private const int NotSupported = 95;

    private const int NotATerminal = 25;

    private const int Invalid = 22;

    private const int NoDevice = 19;

    /// <summary>EXT4_IOC_CHECKPOINT of linux/ext4.h, since Linux 5.15.</summary>
    private const nuint CheckpointRequest = 0x4004662B;

    private const int DirectoryOnly = 0x10000;

    /// <summary>Type bits of a mode.</summary>
    public const uint CharacterDevice = 0x2000;

    /// <summary>Type bits of a mode.</summary>
    public const uint BlockDevice = 0x6000;

    /// <summary>Type bits of a mode.</summary>
    public const uint Fifo = 0x1000;

    /// <summary>Makes a device or a pipe.</summary>
    public static void MakeNode(string path, uint type, int major, int minor)
    {
        // As glibc's makedev.
        ulong device = (((ulong)major & 0xfffff000) << 32) | (((ulong)major & 0xfff) << 8) | (((ulong)minor & 0xffffff00) << 12) | ((ulong)minor & 0xff);
        Check(MakeNodeCall(path, type | 0x180, device), path, "cannot be made");
    }

    /// <summary>Gives a file another name. A link is named itself, not what it leads to.</summary>
    public static void Link(string file, string name) => Check(LinkAt(CurrentFolder, file, CurrentFolder, name, 0), name, "cannot be linked");

    /// <summary>Swaps two names of one folder at once.</summary>
    public static void ExchangeNames(string one, string other) =>
        Check(RenameAt(CurrentFolder, one, CurrentFolder, other, Exchange), one, $"cannot be exchanged with {Path.GetFileName(other)}");

    /// <summary>Sets the time of change, of a link itself.</summary>
    public static void SetTime(string path, long seconds)
    {
        Span<long> times = [seconds, 0, seconds, 0];
        Check(SetTimes(CurrentFolder, path, ref MemoryMarshal.GetReference(times), DoNotFollow), path, "cannot be dated");
    }

    /// <summary>Sets an extended attribute; one that the file system does not know is left out.</summary>
    public static void SetAttribute(string path, string name, ReadOnlySpan<byte> value)
    {
        if (SetAttributeCall(path, name, ref MemoryMarshal.GetReference(value), (nuint)value.Length, 0) != 0 && Marshal.GetLastPInvokeError() != NotSupported)
        {
            throw Failure(path, $"cannot have the attribute {name}");
        }
    }

    /// <summary>Brings a file system to its device: its data, and of ext4 also what is in its journal, which boot loaders do not read.</summary>
    /// <param name="folder">A folder of it.</param>
    public static void Settle(string folder)
    {
        int file = Open(folder, DirectoryOnly);
        Check(file < 0 ? -1 : 0, folder, "cannot be opened");
        try
        {
            Check(SyncFileSystem(file), folder, "cannot be written to its disk");
            uint flags = 0;
            // What is no ext4, or is one of an older kernel, knows no such request; one without a journal has no such device.
            if (Control(file, CheckpointRequest, ref flags) != 0 && Marshal.GetLastPInvokeError() is not (NotATerminal or NotSupported or Invalid or NoDevice))
            {
                throw Failure(folder, "cannot be written to its disk");
            }
        }
        finally
        {
            _ = Close(file);
        }
    }

    private static void Check(int result, string path, string what)
    {
        if (result != 0)
        {
            throw Failure(path, what);
        }
    }

    private static DeviceException Failure(string path, string what) => new($"{path} {what}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    [LibraryImport("libc", EntryPoint = "mknod", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeNodeCall(string path, uint mode, ulong device);

    [LibraryImport("libc", EntryPoint = "linkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LinkAt(int folder, string path, int otherFolder, string otherPath, int flags);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameAt(int folder, string path, int otherFolder, string otherPath, uint flags);

    [LibraryImport("libc", EntryPoint = "utimensat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetTimes(int folder, string path, ref long times, int flags);

    [LibraryImport("libc", EntryPoint = "lsetxattr", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetAttributeCall(string path, string name, ref byte value, nuint size, int flags);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    private static partial int SyncFileSystem(int file);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(int file, nuint request, ref uint argument);
}
