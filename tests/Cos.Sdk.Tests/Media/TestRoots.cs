using System.Text;
using Cos.Sdk.Artifacts.Tar;

namespace Cos.Sdk.IntegrationTests.Media;

/// <summary>Small roots as tar streams, with everything that a root file system can hold.</summary>
internal static class TestRoots
{
    public const long Epoch = 1_700_000_000;

    /// <summary>What <c>cap_net_raw+ep</c> looks like on disk.</summary>
    public static readonly byte[] Capability = [1, 0, 0, 2, 0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private const int Executable = 0b111_101_101;

    /// <summary>A system: links for kernel and initial RAM disk, devices, capabilities, owners, a file younger than the epoch.</summary>
    public static Func<Stream, CancellationToken, Task> System { get; } = Write(
        Folder("boot"),
        Link("boot/vmlinuz", "vmlinuz-6.1"),
        Text("boot/vmlinuz-6.1", "the kernel", mode: 0b110_100_100),
        Link("boot/initrd", "/usr/lib/initrd-6.1"),
        Folder("dev"),
        (new TarEntry { Path = "dev/null", Kind = TarEntryKind.CharacterDevice, Mode = 0b110_110_110, DeviceMajor = 1, DeviceMinor = 3, ModificationTime = Epoch }, []),
        Folder("home"),
        (new TarEntry { Path = "home/user", Kind = TarEntryKind.Directory, Mode = 0b111_000_000, UserId = 1000, GroupId = 1000, ModificationTime = Epoch }, []),
        Folder("usr"),
        Folder("usr/bin"),
        With(Text("usr/bin/ping", "ping", Executable), entry => entry with
        {
            ExtendedAttributes = TarEntry.NoAttributes.Add("security.capability", [.. Capability]),
        }),
        (new TarEntry { Path = "usr/bin/ping6", Kind = TarEntryKind.HardLink, Mode = Executable, LinkTarget = "usr/bin/ping", ModificationTime = Epoch }, []),
        With(Text("usr/bin/su", "su", Executable), entry => entry with { Mode = 0b100_111_101_101 }),
        Folder("usr/lib"),
        Text("usr/lib/initrd-6.1", "the initial RAM disk"),
        With(Text("usr/lib/young", "young"), entry => entry with { ModificationTime = Epoch + 1_000_000 }),
        Text("usr/lib/größe", "non-ASCII"));

    /// <summary>An EFI file system with a long and a non-ASCII name, and a link.</summary>
    public static Func<Stream, CancellationToken, Task> Efi { get; } = Write(
        Folder("EFI"),
        Folder("EFI/BOOT"),
        Text("EFI/BOOT/BOOTX64.EFI", "an EFI program"),
        Link("EFI/BOOT/grubx64.efi", "BOOTX64.EFI"),
        Text("EFI/BOOT/a file with quite a long name.cfg", "text"),
        Text("startup.nsh", "BOOTX64.EFI"));

    /// <summary>The top of a medium that ISOLINUX starts, from Debian's package.</summary>
    public static Func<Stream, CancellationToken, Task> Isolinux { get; } = Write(
        Folder("boot"),
        Folder("boot/syslinux"),
        FromDisk("boot/syslinux/isolinux.bin", "/usr/lib/ISOLINUX/isolinux.bin"),
        FromDisk("boot/syslinux/isohdpfx.bin", "/usr/lib/ISOLINUX/isohdpfx.bin"),
        Text("boot/syslinux/isolinux.cfg", "DEFAULT live\nLABEL live\n  APPEND root=live:CDLABEL=COS_TEST\n"));

    /// <summary>The top of a medium that GRUB starts; its El Torito image is a file of the right form, not a whole GRUB.</summary>
    public static Func<Stream, CancellationToken, Task> Grub { get; } = Write(
        Folder("boot"),
        Folder("boot/grub"),
        Folder("boot/grub/i386-pc"),
        Text("boot/grub/i386-pc/eltorito.img", new string('G', 8192)),
        FromDisk("boot/grub/i386-pc/boot_hybrid.img", "/usr/lib/grub/i386-pc/boot_hybrid.img"),
        Text("boot/grub/grub.cfg", "linux /boot/kernel.xz root=live:CDLABEL=COS_TEST\n"));

    public static Func<Stream, CancellationToken, Task> Write(params (TarEntry Entry, byte[] Content)[] entries) => async (stream, cancellationToken) =>
    {
        await using TarStreamWriter writer = new(stream, "test");
        foreach ((TarEntry entry, byte[] content) in entries)
        {
            await writer.WriteEntryAsync(entry, new MemoryStream(content), cancellationToken);
        }
        await writer.FinishAsync(cancellationToken);
    };

    public static (TarEntry Entry, byte[] Content) Folder(string path) =>
        (new TarEntry { Path = path, Kind = TarEntryKind.Directory, Mode = Executable, ModificationTime = Epoch - 5 }, []);

    public static (TarEntry Entry, byte[] Content) Text(string path, string text, int mode = 0b110_100_100) => Bytes(path, Encoding.UTF8.GetBytes(text), mode);

    public static (TarEntry Entry, byte[] Content) Link(string path, string target) =>
        (new TarEntry { Path = path, Kind = TarEntryKind.SymbolicLink, Mode = 0b111_111_111, LinkTarget = target, ModificationTime = Epoch - 5 }, []);

    public static (TarEntry Entry, byte[] Content) Bytes(string path, byte[] content, int mode = 0b110_100_100) =>
        (new TarEntry { Path = path, Kind = TarEntryKind.File, Mode = mode, Size = content.Length, ModificationTime = Epoch - 5 }, content);

    private static (TarEntry Entry, byte[] Content) FromDisk(string path, string source) => Bytes(path, File.ReadAllBytes(source));

    private static (TarEntry Entry, byte[] Content) With((TarEntry Entry, byte[] Content) item, Func<TarEntry, TarEntry> change) =>
        (change(item.Entry), item.Content);
}
