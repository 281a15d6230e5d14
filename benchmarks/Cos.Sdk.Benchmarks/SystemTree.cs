namespace Cos.Sdk.Benchmarks;

/// <summary>A real system of five packages in a chain on Debian, with what a BIOS boots it by.</summary>
internal static class SystemTree
{
    /// <summary>The project.</summary>
    public const string Name = "system";

    /// <summary>The archive of the whole system.</summary>
    public const string Archive = "os-system-1.0.package.tar.zst";

    /// <summary>The packages' images from the lowest on, as node keys.</summary>
    public static readonly string[] Chain = ["base", "tools", "service", "settings", "os"];

    /// <summary>Debian's packages that make about 880 MB, or few of them for a quick run.</summary>
    private const string Full = "linux-image-amd64;initramfs-tools;zstd;systemd;systemd-sysv;udev;dbus;kmod;iproute2;sudo;gcc;g++;make;git;perl;python3;vim;golang-go";

    private const string Small = "busybox";

    /// <summary>Writes the project.</summary>
    /// <param name="bench">Where.</param>
    /// <param name="isSmall">A system of some 100 MB, to try the benchmarks themselves.</param>
    public static void Write(Bench bench, bool isSmall)
    {
        bench.WriteProject(Name, $"""
            <PropertyGroup><CosSystemPackage>system/os</CosSystemPackage></PropertyGroup>
              <ItemGroup><CosSeedImage Include="cos.local/benchmark-debian:1" Suite="bookworm" Variant="minbase" Packages="{(isSmall ? Small : Full)}" /></ItemGroup>
            """);
        string folder = Path.Combine(bench.FolderOf(Name), "packages");
        // Nothing boots it: a medium only has to find both files.
        string kernel = $"- mkdir -p /boot && {(isSmall ? "echo kernel > /boot/vmlinuz" : "cp /boot/vmlinuz-* /boot/vmlinuz")} && echo initrd > /boot/initrd\n";
        Package(folder, "base", "", $"{kernel}- echo benchmark > /etc/hostname\n");
        Package(folder, "tools", "base", "- mkdir -p /opt/tools && cp tool.sh /opt/tools/\n", ("tool.sh", "#!/bin/sh\necho tool\n"));
        Package(folder, "service", "tools", "- mkdir -p /opt/service && head -c 20000000 /dev/urandom > /opt/service/data\n");
        Package(folder, "settings", "service", "- mkdir -p /etc/benchmark && cp settings.conf /etc/benchmark/\n", ("settings.conf", "a=1\n"));
        Package(folder, "os", "settings", "- cp setup.txt /etc/setup.txt\nunpack: true\n", ("setup.txt", "first\n"));
        Package(folder, "boot", "", "- mkdir -p /boot/syslinux && cp isolinux.bin isohdpfx.bin /boot/syslinux/\nincludes:\n- ^/boot/syslinux/\n");
        foreach (string file in new[] { "isolinux.bin", "isohdpfx.bin" })
        {
            File.Copy(Path.Combine("/usr/lib/ISOLINUX", file), Path.Combine(folder, "boot", file), overwrite: true);
        }
        Bench.Write(
            Path.Combine(bench.FolderOf(Name), "iso.yaml"),
            "packages:\n  rootfs: [system/os]\n  isoimage: [system/boot]\ninitramfs:\n  kernel_file: vmlinuz\n  rootfs_file: initrd\nlabel: BENCHMARK\nimage_name: benchmark\n");
    }

    private static void Package(string folder, string name, string below, string steps, params (string Name, string Text)[] files)
    {
        Bench.Write(Path.Combine(folder, name, "definition.yaml"), $"name: {name}\ncategory: system\nversion: \"1.0\"\n");
        string image = below.Length == 0 ? "image: cos.local/benchmark-debian:1\n" : $"requires:\n- {{name: {below}, category: system, version: \">=0\"}}\n";
        Bench.Write(Path.Combine(folder, name, "build.yaml"), $"{image}steps:\n{steps}");
        foreach ((string file, string text) in files)
        {
            Bench.Write(Path.Combine(folder, name, file), text);
        }
    }
}
