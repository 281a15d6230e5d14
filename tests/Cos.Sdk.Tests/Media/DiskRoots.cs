using Cos.Sdk.Artifacts.Tar;

namespace Cos.Sdk.IntegrationTests.Media;

/// <summary>A system for disks that is nothing but GRUB: its menu says on the serial line what it found, and switches the machine off.</summary>
internal static class DiskRoots
{
    private const string Modules =
        "part_gpt ext2 fat squash4 loopback search search_label normal configfile loadenv echo test cat serial terminal halt sleep";

    private const string BootImage = "/usr/lib/grub/i386-pc/boot.img";

    private const string Arguments = "echo \"the image was sourced\"\n";

    private const string Menu = """
        if [ "$grub_platform" = pc ]; then
            serial --unit=0 --speed=115200
            terminal_output serial
        fi
        set state=$root
        load_env --file ($state)/grubenv
        echo "started by $grub_platform on $state, entry '$saved_entry'"
        loopback active ($state)/cOS/active.img
        source (active)/etc/cos/bootargs.cfg
        search --no-floppy --label COS_RECOVERY --set=recovery
        loopback rescue ($recovery)/cOS/recovery.squashfs
        cat (rescue)/etc/marker
        loopback passive ($state)/cOS/passive.img
        cat (passive)/etc/marker
        set saved_entry=seen
        save_env --file ($state)/grubenv saved_entry
        echo "end of the menu"
        sleep 1
        halt
        """;

    private static readonly Lazy<(byte[] Core, byte[] Efi)> Images = new(Make);

    /// <summary>The system.</summary>
    public static Lazy<Func<Stream, CancellationToken, Task>> Grub { get; } = new(() => TestRoots.Write(
        TestRoots.Folder("etc"), TestRoots.Folder("etc/cos"),
        TestRoots.Text("etc/marker", "this is the system\n"),
        TestRoots.Text("etc/cos/bootargs.cfg", Arguments),
        TestRoots.Text("etc/cos/grub.cfg", Menu),
        TestRoots.Folder("usr"), TestRoots.Folder("usr/share"), TestRoots.Folder("usr/share/cos"), TestRoots.Folder("usr/share/cos/boot"),
        TestRoots.Bytes("usr/share/cos/boot/boot.img", File.ReadAllBytes(BootImage)),
        TestRoots.Bytes("usr/share/cos/boot/core.img", Images.Value.Core),
        TestRoots.Bytes("usr/share/cos/boot/bootx64.efi", Images.Value.Efi),
        Capable(TestRoots.Text("usr/ping", "ping")),
        TestRoots.Bytes("usr/large", Pseudorandom(40 << 20))));

    /// <summary>Writes what a disk boots with to a folder, for a package.</summary>
    public static void WriteFiles(string folder)
    {
        Directory.CreateDirectory(folder);
        File.Copy(BootImage, Path.Combine(folder, "boot.img"));
        File.WriteAllBytes(Path.Combine(folder, "core.img"), Images.Value.Core);
        File.WriteAllBytes(Path.Combine(folder, "bootx64.efi"), Images.Value.Efi);
        File.WriteAllText(Path.Combine(folder, "grub.cfg"), Menu);
        File.WriteAllText(Path.Combine(folder, "bootargs.cfg"), Arguments);
    }

    /// <summary>GRUB for both kinds of firmware; grub-mkimage takes a second.</summary>
    private static (byte[] Core, byte[] Efi) Make()
    {
        string folder = Directory.CreateTempSubdirectory("cos-grub-").FullName;
        try
        {
            File.WriteAllText(
                Path.Combine(folder, "load.cfg"), "search --no-floppy --label COS_STATE --set=root\nset prefix=($root)/grub2\nconfigfile ($root)/grub2/grub.cfg\n");
            string make = $"cd {folder} && grub-mkimage -O i386-pc -o core.img -p /grub2 -c load.cfg biosdisk {Modules}"
                + $" && grub-mkimage -O x86_64-efi -o bootx64.efi -p /grub2 -c load.cfg {Modules}";
            Engine.Command.Run("sh", "-c", make);
            return (File.ReadAllBytes(Path.Combine(folder, "core.img")), File.ReadAllBytes(Path.Combine(folder, "bootx64.efi")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (TarEntry Entry, byte[] Content) Capable((TarEntry Entry, byte[] Content) item) =>
        (item.Entry with { ExtendedAttributes = TarEntry.NoAttributes.Add("security.capability", [.. TestRoots.Capability]), UserId = 1000 }, item.Content);

    private static byte[] Pseudorandom(int length)
    {
        byte[] content = new byte[length];
        new Random(1).NextBytes(content);
        return content;
    }
}
