using Cos.Sdk.IntegrationTests.Engine;
using Cos.Sdk.IntegrationTests.Media;

namespace Cos.Sdk.IntegrationTests.Sdk;

/// <summary>Disks as users publish them: targets, sizes, what is made again, recovery systems.</summary>
public sealed class DiskPublishTests(PackedSdk sdk)
{
    private const string Small = "<CosImageSize>100</CosImageSize><CosRecoverySize>170</CosRecoverySize><CosPersistentSize>32</CosPersistentSize>";

    [Fact]
    public async Task DisksAreMadeTogether_AndAgainOnlyWhenTheyWouldBeOthers()
    {
        using Sandbox box = await CreateAsync(Small);
        BuildResult first = await PublishAsync(box, "Raw+Qcow2+Vagrant+Recovery");
        Assert.Single(first.Output, line => line.Contains("the system's images", StringComparison.Ordinal));
        string[] files =
        [
            "tiny.libvirt.box", "tiny.libvirt.box.sha256", "tiny.qcow2", "tiny.qcow2.sha256", "tiny.raw", "tiny.raw.sha256",
            "tiny.recovery.squashfs", "tiny.recovery.squashfs.sha256", "tiny.virtualbox.box", "tiny.virtualbox.box.sha256",
        ];
        string publish = box.PathOf("bin/Release/net10.0/publish");
        publish = Directory.Exists(publish) ? publish : box.PathOf("bin/Release/publish");
        Assert.Equal(files, Directory.EnumerateFiles(publish).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Command.Run("sh", "-c", $"cd '{publish}' && sha256sum -c *.sha256");
        Command.Run("qemu-img", "compare", Path.Combine(publish, "tiny.raw"), Path.Combine(publish, "tiny.qcow2"));
        Assert.Equal("system 1\n", Command.Run("unsquashfs", "-cat", Path.Combine(publish, "tiny.recovery.squashfs"), "etc/marker"));
        Assert.Contains("config.ssh.username = 'cos'", Command.Run("tar", "-xzOf", Path.Combine(publish, "tiny.libvirt.box"), "Vagrantfile"), StringComparison.Ordinal);

        // Nothing changed; then one format's own setting; then the system.
        Dictionary<string, DateTime> made = Times(publish);
        BuildResult none = await PublishAsync(box, "Raw+Qcow2+Vagrant+Recovery");
        Assert.DoesNotContain(none.Output, line => line.Contains("the system's images", StringComparison.Ordinal));
        Assert.Equal(made, Times(publish));
        await PublishAsync(box, "Raw+Qcow2+Vagrant+Recovery", "-p:CosMachineMemory=4096");
        Assert.Equal(
            ["tiny.libvirt.box", "tiny.virtualbox.box"], Times(publish).Where(item => item.Value != made[item.Key]).Select(item => item.Key).Where(name => !name.EndsWith(".sha256", StringComparison.Ordinal)));
        box.Write("packages/system/marker", "system 2\n");
        await PublishAsync(box, "Qcow2+Recovery");
        Assert.Equal("system 2\n", Command.Run("unsquashfs", "-cat", Path.Combine(publish, "tiny.recovery.squashfs"), "etc/marker"));
        (await box.DotnetAsync("clean", "-c", "Release")).AssertSucceeded();
        Assert.Empty(Directory.Exists(publish) ? Directory.EnumerateFiles(publish) : []);
    }

    [Fact]
    public async Task AnIso_HasTheRecoverySystem_WhereThePackageForItIsNamed()
    {
        using Sandbox box = await CreateAsync("");
        TinyTree.WriteBootable(box);
        box.Write("iso.yaml", (await File.ReadAllTextAsync(box.PathOf("iso.yaml"))).Replace("    - app/boot", "    - app/boot\n    - recovery/cos-img", StringComparison.Ordinal));
        await PublishAsync(box, "Iso");
        string iso = Assert.Single(Directory.EnumerateFiles(box.PathOf("bin/Release"), "tiny.iso", SearchOption.AllDirectories));
        string squashfs = box.PathOf("recovery.squashfs");
        Command.Run("xorriso", "-osirrox", "on", "-indev", iso, "-extract", "/recovery.squashfs", squashfs);
        Assert.Equal("a kernel\n", Command.Run("unsquashfs", "-cat", squashfs, "boot/vmlinuz"));
        Assert.Contains("Compression gzip", Command.Run("unsquashfs", "-s", squashfs), StringComparison.Ordinal);
        long separate = new FileInfo(iso).Length;

        // One compression for both, and it is stored once.
        await PublishAsync(box, "Iso", "-p:CosSquashfsCompression=gzip");
        Assert.InRange(new FileInfo(iso).Length, new FileInfo(squashfs).Length, separate - (1 << 20));
    }

    [Fact]
    public async Task WhatCannotBe_IsRefusedByItsCode()
    {
        using Sandbox box = await CreateAsync(Small);
        (await box.DotnetAsync("build", "-c", "Release")).AssertSucceeded();
        foreach ((string code, string property, string target) in new[]
        {
            ("COS8375", "CosStateSize=300", "Raw"), ("COS8376", "CosDiskSize=600", "Raw"), ("COS0006", "CosImageSize=large", "Raw"),
            ("COS0006", "CosRecoveryCompression=zstd", "Raw"), ("COS0006", "CosVagrantProviders=parallels", "Vagrant"),
            ("COS8387", "CosDiskPackages=app/bare", "Raw"), ("COS0008", "CosDiskName=x", "Vhdx"),
        })
        {
            BuildResult result = (await box.DotnetAsync("publish", "--no-build", $"-p:target={target}", "-p:" + property)).AssertFailed();
            Assert.True(result.Output.Any(line => line.Contains(code, StringComparison.Ordinal)), $"{property}: {string.Join('\n', result.Output)}");
        }
    }

    private async Task<Sandbox> CreateAsync(string properties)
    {
        Sandbox box = await sdk.CreateSandboxAsync();
        box.WriteProject($"<PropertyGroup><CosSystemPackage>app/system</CosSystemPackage><CosBuildNetwork>none</CosBuildNetwork><CosVagrantUser>cos</CosVagrantUser>{properties}</PropertyGroup>");
        DiskRoots.WriteFiles(box.PathOf("packages/system"));
        box.WritePackage(
            "system",
            TinyTree.OnSeed + "steps:\n- mkdir -p /etc/cos /usr/share/cos/boot && cp boot.img core.img bootx64.efi /usr/share/cos/boot/ && cp grub.cfg bootargs.cfg /etc/cos/ && cp marker /etc/marker\nunpack: true\n");
        box.Write("packages/system/marker", "system 1\n");
        box.WritePackage("bare", TinyTree.OnSeed + "steps:\n- echo bare > /bare\n");
        return box;
    }

    private static async Task<BuildResult> PublishAsync(Sandbox box, string target, params string[] arguments) =>
        (await box.DotnetAsync("publish", [$"-p:target={target}", .. arguments])).AssertSucceeded();

    private static Dictionary<string, DateTime> Times(string folder) =>
        Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).ToDictionary(file => Path.GetFileName(file), File.GetLastWriteTimeUtc);
}
