using System.Text.Json;
using Cos.Sdk.IntegrationTests.Engine;

namespace Cos.Sdk.IntegrationTests.Sdk;

/// <summary>A root file system as a file: packages installed, finalizers run in it, the list of what is installed.</summary>
public sealed class RootFsTests(PackedSdk sdk)
{
    [Fact]
    public async Task Packages_are_installed_and_finalized_and_listed()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        box.WritePackage("system", TinyTree.OnSeed + "steps:\n- echo base > /etc/base && echo 10.0.0.1 mine > /etc/hosts.mine && chmod 600 /etc/base\nunpack: true\n");
        box.WritePackage(
            "extra",
            TinyTree.OnSeed + "steps:\n- echo extra > /etc/extra\n",
            "requires:\n- {name: system, category: app, version: \">=0\"}\n");
        box.Write("packages/extra/finalize.yaml", """
            install:
            - cat /etc/base /etc/extra > /etc/{{ .Values.name }}.final
            - |
              mkdir -p /var/cache/list
              ls /etc | sort > /var/cache/list/etc
            """);
        box.WriteProject("<PropertyGroup><CosRootFsPackages>app/extra</CosRootFsPackages><CosBuildNetwork>none</CosBuildNetwork></PropertyGroup>");
        (await box.DotnetAsync("publish", "-p:target=RootFs")).AssertSucceeded();
        string root = Assert.Single(Directory.EnumerateFiles(box.PathOf("bin/Release"), "*.rootfs.tar.zst", SearchOption.AllDirectories));
        Assert.Equal("base\nextra\n", Command.Run("tar", "-xOf", root, "etc/extra.final"));
        string listed = Command.Run("tar", "-tf", root);
        Assert.Contains("var/cache/list/etc\n", listed, StringComparison.Ordinal);
        Assert.DoesNotContain(".dockerenv", listed, StringComparison.Ordinal);
        Assert.DoesNotContain("etc/hosts\n", listed, StringComparison.Ordinal);
        Assert.Contains("-rw------- 0/0", Command.Run("sh", "-c", $"tar --numeric-owner -tvf '{root}' | grep ' etc/base$'"), StringComparison.Ordinal);
        Assert.DoesNotContain("cos-finalize", Command.Run("docker", "images"), StringComparison.Ordinal);
        (await box.RunAsync("sh", "-c", $"cd '{Path.GetDirectoryName(root)}' && sha256sum -c *.sha256")).AssertSucceeded();
        using JsonDocument installed = JsonDocument.Parse(await File.ReadAllTextAsync(root.Replace(".tar.zst", ".installed.json")));
        Assert.Equal(
            ["extra True", "system False"],
            installed.RootElement.GetProperty("packages").EnumerateArray()
                .Select(package => $"{package.GetProperty("name").GetString()} {package.GetProperty("requested").GetBoolean()}"));

        // A second publish makes nothing; a changed finalizer makes it again; a failing one is named with its place, and leaves what was there.
        DateTime made = File.GetLastWriteTimeUtc(root);
        (await box.DotnetAsync("publish", "-p:target=RootFs", "--no-restore")).AssertSucceeded();
        Assert.Equal(made, File.GetLastWriteTimeUtc(root));
        box.Write("packages/extra/finalize.yaml", "install:\n- echo fine\n- echo about to fail; false\n");
        BuildResult failed = (await box.DotnetAsync("publish", "-p:target=RootFs", "--no-restore")).AssertFailed();
        Assert.Contains(failed.Output, line => line.Contains("COS7233", StringComparison.Ordinal) && line.Contains("finalize.yaml(3", StringComparison.Ordinal));
        Assert.Contains(failed.Output, line => line.Contains("about to fail", StringComparison.Ordinal));
        Assert.Equal(made, File.GetLastWriteTimeUtc(root));
    }
}
