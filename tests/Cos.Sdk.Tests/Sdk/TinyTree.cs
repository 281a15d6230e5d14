namespace Cos.Sdk.IntegrationTests.Sdk;

/// <summary>Trees of a few small packages.</summary>
internal static class TinyTree
{
    /// <summary>What every package on the tiny seed begins with.</summary>
    public const string OnSeed = "image: cos.local/test:busybox\nenv:\n- PATH=/bin\n";

    /// <summary>app/a and app/c on the seed, app/b on app/a.</summary>
    public static void WriteChain(Sandbox box)
    {
        box.WritePackage("a", OnSeed + "steps:\n- mkdir -p /opt && cp a.txt /opt/a.txt\n");
        box.Write("packages/a/a.txt", "A\n");
        box.WritePackage("b", "requires:\n- {name: a, category: app, version: \">=0\"}\nsteps:\n- cat /opt/a.txt b.txt > /opt/b.txt\n");
        box.Write("packages/b/b.txt", "B\n");
        box.WritePackage("c", OnSeed + "steps:\n- mkdir -p /opt && cp c.txt /opt/c.txt\n");
        box.Write("packages/c/c.txt", "C\n");
    }

    /// <summary>
    /// app/system with a root file system, app/boot with what ISOLINUX needs, and an iso.yaml for both. Kernel and initial RAM disk are texts.
    /// </summary>
    public static void WriteBootable(Sandbox box)
    {
        box.WritePackage("system", OnSeed + "steps:\n- seq 1 1500000 > /opt.txt\n- cp kernel /boot/vmlinuz && cp kernel /boot/initrd\nunpack: true\n");
        box.Write("packages/system/kernel", "a kernel\n");
        box.WritePackage("boot", OnSeed + "steps:\n- mkdir -p /boot/syslinux && cp isolinux.bin isohdpfx.bin /boot/syslinux/\nincludes:\n- ^/boot/syslinux/\n");
        foreach (string file in new[] { "isolinux.bin", "isohdpfx.bin" })
        {
            string source = Path.Combine("/usr/lib/ISOLINUX", file);
            Assert.True(File.Exists(source), "The tests need Debian's package isolinux: apt-get install isolinux");
            File.Copy(source, box.PathOf($"packages/boot/{file}"));
        }
        box.Write("iso.yaml", """
            packages:
              rootfs:
                - app/system
              isoimage:
                - app/boot
            initramfs:
              kernel_file: vmlinuz
              rootfs_file: initrd
            label: TINY
            image_name: tiny

            """);
    }
}
