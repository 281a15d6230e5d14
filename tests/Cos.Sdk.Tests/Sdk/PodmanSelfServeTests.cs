using Cos.Sdk.IntegrationTests.Engine;

namespace Cos.Sdk.IntegrationTests.Sdk;

/// <summary>Where no engine answers and Podman is installed, a build starts Podman's service and ends it.</summary>
public sealed class PodmanSelfServeTests(PackedSdk sdk)
{
    [Fact]
    public async Task A_build_without_an_engine_starts_Podman_and_leaves_nothing_running()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        // Podman refuses paths of more than fifty letters here.
        string storage = Directory.CreateTempSubdirectory("cos-storage-").FullName;
        // Files on the empty image: what needs neither steps nor what steps need of the machine.
        box.WritePackage("a", "image: scratch\npackage_dir: /luetbuild/files\n");
        box.Write("packages/a/files/opt/a.txt", "A\n");
        Dictionary<string, string?> environment = new()
        {
            ["CONTAINERS_CONF"] = box.PathOf("containers.conf"), ["CONTAINERS_STORAGE_CONF"] = box.PathOf("storage.conf"), ["DOCKER_HOST"] = null,
        };
        // Podman asks for more open files than a process of an ordinary session may have.
        box.Write("containers.conf", "[containers]\ndefault_ulimits = [\"nofile=1024:1024\", \"nproc=1024:1024\"]\n");
        box.Write("storage.conf", $"[storage]\ndriver = \"overlay\"\ngraphroot = \"{storage}/root\"\nrunroot = \"{storage}/run\"\n");
        try
        {
            BuildResult built = (await box.DotnetAsync("build", environment, "-p:CosEngine=podman")).AssertSucceeded();

            Assert.Empty(built.Codes);
            Assert.Equal(["archive of app/a@1.0", "image of app/a@1.0"], built.MadeNodes);
            Assert.Equal("A\n", box.ReadArchive("a-app-1.0.package.tar.zst", "opt/a.txt"));
            Assert.Empty(Directory.EnumerateDirectories("/proc").Select(CommandLine).Where(line => line.Contains("cos-podman-service-", StringComparison.Ordinal)));
        }
        finally
        {
            await DotnetProcess.RunAsync(box.Folder, box.EnvironmentWith(environment), "podman", "rmi", "--all", "--force");
            string overlay = Path.Combine(storage, "root/overlay");
            if (File.ReadLines("/proc/self/mounts").Any(line => line.Contains(overlay + " ", StringComparison.Ordinal)))
            {
                Command.Run("umount", overlay);
            }
            Directory.Delete(storage, recursive: true);
        }
    }

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
