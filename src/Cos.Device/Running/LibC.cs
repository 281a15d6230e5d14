using System.Runtime.InteropServices;

namespace Cos.Device.Running;

/// <summary>Calls of the C library that .NET does not offer.</summary>
internal static partial class LibC
{
    /// <summary>An owner or group that is left as it is.</summary>
    public const uint Unchanged = uint.MaxValue;

    /// <summary>Gives a file to a user and a group; a link itself, not what it names.</summary>
    public static void ChangeOwner(string path, uint user, uint group)
    {
        if (Chown(path, user, group) != 0)
        {
            throw new DeviceException($"{path} cannot be given to {user}:{group}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        }
    }

    /// <summary>Hashes a password as the system's log-in checks it.</summary>
    public static string Crypt(string password, string salt) => Marshal.PtrToStringUTF8(CryptPassword(password, salt)) is { Length: > 0 } hash && hash[0] != '*'
        ? hash
        : throw new DeviceException("the password cannot be hashed");

    /// <summary>Whether a file belongs to a user and a group already. Giving it to its owner again would clear its set-user bit.</summary>
    public static bool IsOwnedBy(string path, uint user, uint group)
    {
        Span<byte> status = stackalloc byte[256];
        if (Status(CurrentFolder, path, DoNotFollow, BasicStatus, ref MemoryMarshal.GetReference(status)) != 0)
        {
            return false;
        }
        ReadOnlySpan<uint> words = MemoryMarshal.Cast<byte, uint>(status);
        return (user == Unchanged || words[UserWord] == user) && (group == Unchanged || words[GroupWord] == group);
    }

    /// <summary>Whether a path is a regular file, and no device or pipe.</summary>
    public static bool IsRegularFile(string path)
    {
        Span<byte> status = stackalloc byte[256];
        return Status(CurrentFolder, path, DoNotFollow, BasicStatus, ref MemoryMarshal.GetReference(status)) == 0
            && (MemoryMarshal.Cast<byte, ushort>(status)[ModeWord] & TypeBits) == RegularFile;
    }

    // The mode follows the group, in half a word.
    private const int ModeWord = 14;

    private const int TypeBits = 0xF000;

    private const int RegularFile = 0x8000;

    // struct statx: mask, blksize, attributes (8 bytes), nlink, uid, gid: the same on every architecture.
    private const int UserWord = 5;

    private const int GroupWord = 6;

    private const int CurrentFolder = -100;

    private const int DoNotFollow = 0x100;

    private const uint BasicStatus = 0x7ff;

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Chown(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Status(int folder, string path, int flags, uint mask, ref byte status);

    [LibraryImport("libcrypt.so.1", EntryPoint = "crypt", StringMarshalling = StringMarshalling.Utf8)]
    private static partial IntPtr CryptPassword(string password, string salt);
}
