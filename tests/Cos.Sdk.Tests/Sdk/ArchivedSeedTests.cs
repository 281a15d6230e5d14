using Cos.Sdk.IntegrationTests.Engine;

namespace Cos.Sdk.IntegrationTests.Sdk;

/// <summary>Seeds that are images in files.</summary>
public sealed class ArchivedSeedTests(PackedSdk sdk)
{
    [Fact]
    public async Task Images_of_OCI_archives_and_of_docker_save_are_seeds_with_their_settings()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        string source = $"{box.ImageRepository}/source:1";
        Command.Run("docker", "import", "--change", "ENV GREETING=hello PATH=/bin", sdk.Seed, source);
        Command.Run("skopeo", "--insecure-policy", "copy", "--quiet", $"docker-daemon:{source}", $"oci-archive:{box.PathOf("seed.oci.tar")}:os");
        Command.Run("docker", "save", "--output", box.PathOf("seed.saved.tar"), source);
        string id = Command.Run("docker", "image", "inspect", "--format", "{{.Id}}", source).Trim();
        Command.Run("docker", "rmi", source);
        WriteProject("Archive=\"seed.oci.tar\"");
        box.WritePackage("a", $"image: {box.ImageRepository}/seed:1\nsteps:\n- mkdir -p /opt && echo $GREETING > /opt/a.txt\n");

        BuildResult built = await box.BuildAsync();

        Assert.Empty(built.Codes);
        Assert.Equal("hello\n", box.ReadArchive("a-app-1.0.package.tar.zst", "opt/a.txt"));
        string pinned = await File.ReadAllTextAsync(box.PathOf("cos.lock.json"));
        Assert.Empty((await box.BuildAsync("-p:CosLockedMode=true", "-p:CosEngineEndpoint=unix:///nonexistent")).Made);

        // The other form has the same layers; what the archive is, is in the lock.
        WriteProject("Archive=\"seed.saved.tar\"");
        (await box.DotnetAsync("build", "-p:CosLockedMode=true")).AssertFailed().AssertReported("COS7519", box.Project, 0);
        (await box.DotnetAsync("build")).AssertSucceeded();
        Assert.Contains(id, await File.ReadAllTextAsync(box.PathOf("cos.lock.json")), StringComparison.Ordinal);
        Assert.NotEqual(pinned, await File.ReadAllTextAsync(box.PathOf("cos.lock.json")));

        WriteProject("Archive=\"seed.oci.tar\" Image=\"none\"");
        (await box.DotnetAsync("build")).AssertFailed().AssertReported("COS7450", box.Project, 0);
        WriteProject("Archive=\"seed.oci.tar\" Architecture=\"arm64\"");
        (await box.DotnetAsync("build")).AssertFailed().AssertReported("COS7450", box.Project, 0);

        void WriteProject(string metadata) => box.Write(box.Project, $"""
            <Project Sdk="Cos.Sdk/{sdk.Version}">
              <PropertyGroup><CosImageRepository>{box.ImageRepository}</CosImageRepository></PropertyGroup>
              <ItemGroup><CosSeedImage Include="{box.ImageRepository}/seed:1" {metadata} /></ItemGroup>
            </Project>
            """);
    }
}
