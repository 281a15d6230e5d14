using Cos.Sdk.IntegrationTests.Engine;

namespace Cos.Sdk.IntegrationTests.Sdk;

/// <summary>Settings of the running system: from the project file into the image.</summary>
public sealed class SettingsTests(PackedSdk sdk)
{
    private const string Archive = "system-app-1.0.package.tar.zst";

    private const string Settings = """
        <PropertyGroup>
          <CosSystemPackage>app/system</CosSystemPackage>
          <CosHostname>node1</CosHostname>
          <CosUpgradeImage>system/tiny</CosUpgradeImage>
          <CosUpgradeRepository>https://example.org/repository</CosUpgradeRepository>
          <CosRecoveryImage>system/rescue</CosRecoveryImage>
        </PropertyGroup>
        <ItemGroup>
          <CosOem Include="oem/*.yaml" />
          <CosKernelArgument Include="quiet" />
          <CosKernelArgument Include="single" Boot="recovery" />
          <CosFile Include="motd" TargetPath="/etc/motd" Permissions="0600" />
          <CosFile Include="binary" TargetPath="/opt/binary" />
          <CosUser Include="admin" Groups="sudo;adm" Password="$6$salt$hash" Shell="/bin/sh" />
        </ItemGroup>
        """;

    [Fact]
    public async Task Settings_become_files_of_the_image_by_steps_that_run_alone()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        box.WritePackage("system", TinyTree.OnSeed + """
            steps:
            - ln -s busybox /bin/chown && ln -s busybox /bin/base64
            - >-
              mkdir -p /etc/cos && echo root:x:0:0::/:/bin/sh > /etc/passwd && printf 'root:x:0:\nadm:x:4:\nsudo:x:27:\n' > /etc/group
              && echo 'set kernelcmd="a"' > /etc/cos/bootargs.cfg
            unpack: true

            """);
        box.Write("oem/90_mine.yaml", "stages:\n  boot:\n  - commands: [echo it is $HOME]\n");
        box.Write("motd", "welcome to 'this'\n");
        await File.WriteAllBytesAsync(box.PathOf("binary"), [0, 1, 2, 255]);
        box.WriteProject(Settings);
        await box.BuildAsync();

        Assert.Equal(
            "set kernelcmd=\"a\"\nset kernelcmd=\"$kernelcmd quiet\"\nif [ -n \"$recoverylabel\" ]; then\n    set kernelcmd=\"$kernelcmd single\"\nfi\n",
            box.ReadArchive(Archive, "etc/cos/bootargs.cfg"));
        Assert.Equal("welcome to 'this'\n", box.ReadArchive(Archive, "etc/motd"));
        Assert.Equal(await File.ReadAllTextAsync(box.PathOf("oem/90_mine.yaml")), box.ReadArchive(Archive, "system/oem/90_mine.yaml"));
        string root = Directory.CreateDirectory(box.PathOf("root")).FullName;
        Command.Run("tar", "-C", root, "-xf", Path.Combine(box.Repository, Archive));
        Assert.Equal(new byte[] { 0, 1, 2, 255 }, await File.ReadAllBytesAsync(Path.Combine(root, "opt/binary")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(root, "etc/motd")));

        // The device's program does what they say.
        string program = Path.Combine(PackedSdk.FindRepository(), "artifacts", "device", "linux-amd64", "cos");
        Assert.True(File.Exists(program), $"{program} does not exist. Run ./test.sh; it compiles the device's program first.");
        Directory.CreateDirectory(Path.Combine(root, "etc/luet"));
        await File.WriteAllTextAsync(Path.Combine(root, "etc/shadow"), "root:*:::::::\n");
        Command.Run(program, "setup", "--root", root, "initramfs");
        Assert.Equal(
            "UPGRADE_IMAGE=system/tiny\nCHANNEL_UPGRADES=true\nVERIFY=true\nRECOVERY_IMAGE=system/rescue\n",
            await File.ReadAllTextAsync(Path.Combine(root, "etc/cos-upgrade-image")));
        Assert.Contains("https://example.org/repository", await File.ReadAllTextAsync(Path.Combine(root, "etc/luet/luet.yaml")), StringComparison.Ordinal);
        Assert.Equal("node1\n", await File.ReadAllTextAsync(Path.Combine(root, "etc/hostname")));
        Assert.Contains("admin:$6$salt$hash:", await File.ReadAllTextAsync(Path.Combine(root, "etc/shadow")), StringComparison.Ordinal);

        // A changed setting runs the last steps again, and no step of the package.
        string before = box.ImageOf("image.system-app-1.0");
        box.WriteProject(Settings.Replace("node1", "node2", StringComparison.Ordinal));
        await box.BuildAsync("--no-restore");
        Assert.NotEqual(before, box.ImageOf("image.system-app-1.0"));
        string[] shared = [.. Layers(before).Zip(Layers(box.ImageOf("image.system-app-1.0"))).TakeWhile(pair => pair.First == pair.Second).Select(pair => pair.First)];
        Assert.Equal(Layers(before).Length - 1, shared.Length);

        box.Write("oem/90_mine.yaml", "stages:\n  boot:\n  - comands: [echo]\n");
        BuildResult wrong = (await box.DotnetAsync("build", "--no-restore")).AssertFailed();
        Assert.Contains(wrong.Output, line => line.Contains("90_mine.yaml(3,5): error COS9002", StringComparison.Ordinal));
    }

    private static string[] Layers(string image) =>
        Command.Run("docker", "image", "inspect", "--format", "{{range .RootFS.Layers}}{{println .}}{{end}}", image).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
