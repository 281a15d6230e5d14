using Cos.Sdk.IntegrationTests.Engine;

namespace Cos.Sdk.IntegrationTests.Sdk;

/// <summary>Trees as NuGet packages, and derivatives that reference one another.</summary>
public sealed class ReferenceTests(PackedSdk sdk)
{
    [Fact]
    public async Task A_packed_tree_is_restored_and_builds_the_same_images()
    {
        using Sandbox theirs = await sdk.CreateSandboxAsync("Acme.Tree");
        theirs.WritePackage("base", TinyTree.OnSeed + "steps:\n- mkdir -p /opt && ./run.sh > /opt/base && cat link >> /opt/base\n");
        theirs.Write("packages/base/run.sh", "#!/bin/sh\necho base\n");
        theirs.Write("packages/base/data", "data\n");
        File.CreateSymbolicLink(theirs.PathOf("packages/base/link"), "data");
        File.SetUnixFileMode(theirs.PathOf("packages/base/run.sh"), (UnixFileMode)0b111_101_101);
        theirs.Write("packages/templates/shared.yaml", "{{ define \"x\" }}x{{ end }}\n");
        BuildResult packed = (await theirs.DotnetAsync("pack", "-p:PackageVersion=1.2.3", "-o", theirs.PathOf("feed"), "-p:CosEngineEndpoint=unix:///nonexistent")).AssertSucceeded();
        Assert.Empty(packed.Made);
        string listed = Command.Run("sh", "-c", $"unzip -Z1 '{theirs.PathOf("feed/Acme.Tree.1.2.3.nupkg")}' || python3 -m zipfile -l '{theirs.PathOf("feed/Acme.Tree.1.2.3.nupkg")}'");
        foreach (string file in new[] { "trees/packages/base/build.yaml", "trees/packages/templates/shared.yaml", "build/Acme.Tree.props", "buildTransitive/Acme.Tree.props" })
        {
            Assert.Contains(file, listed, StringComparison.Ordinal);
        }
        Assert.DoesNotContain("lib/", listed, StringComparison.Ordinal);
        string nuspec = Command.Run("sh", "-c", $"unzip -p '{theirs.PathOf("feed/Acme.Tree.1.2.3.nupkg")}' Acme.Tree.nuspec || python3 -c \"import zipfile;print(zipfile.ZipFile('{theirs.PathOf("feed/Acme.Tree.1.2.3.nupkg")}').read('Acme.Tree.nuspec').decode())\"");
        Assert.Contains("<packageType name=\"CosTree\"", nuspec, StringComparison.Ordinal);

        using Sandbox box = await sdk.CreateSandboxAsync();
        box.WritePackage("leaf", "requires:\n- {name: base, category: app, version: \">=0\"}\nsteps:\n- cp /opt/base /opt/leaf\n");
        box.Write("nuget.config", (await File.ReadAllTextAsync(box.PathOf("nuget.config"))).Replace("</packageSources>", $"<add key=\"tree\" value=\"{theirs.PathOf("feed")}\" /></packageSources>"));
        string shared = $"-p:CosImageRepository={theirs.ImageRepository}";
        box.WriteProject("<ItemGroup><PackageReference Include=\"Acme.Tree\" Version=\"1.2.3\" /></ItemGroup>");
        await box.BuildAsync(shared);
        Assert.Equal("base\ndata\n", box.ReadArchive("leaf-app-1.0.package.tar.zst", "opt/leaf"));

        // The same content as where it was packed: the image is there already.
        Assert.Equal(["archive of app/base@1.0"], (await theirs.BuildAsync()).MadeNodes);
        Assert.Empty((await box.BuildAsync(shared, "-p:CosEngineEndpoint=unix:///nonexistent")).Made);
    }

    [Fact]
    public async Task A_referenced_derivative_is_built_first_and_gives_its_archives()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        string theirs = $"""
            <Project Sdk="Cos.Sdk/{sdk.Version}">
              <PropertyGroup><CosImageRepository>{box.ImageRepository}</CosImageRepository></PropertyGroup>
              <ItemGroup><CosSeedImage Include="cos.local/test:busybox" Tarball="{sdk.Seed}" /></ItemGroup>
            </Project>
            """;
        File.Copy(box.PathOf("nuget.config"), box.PathOf("../nuget.config"));
        box.Write("../theirs/theirs.cosproj", theirs);
        box.Write("../theirs/packages/base/definition.yaml", "name: base\ncategory: app\nversion: \"1.0\"\n");
        box.Write("../theirs/packages/base/build.yaml", TinyTree.OnSeed + "steps:\n- echo base > /base.txt\nunpack: true\n");
        box.WritePackage("os", "requires_final_images: true\nrequires:\n- {name: base, category: app, version: \">=0\"}\nenv:\n- PATH=/bin\nsteps:\n- cp /base.txt /os.txt\n");
        box.WriteProject("<ItemGroup><ProjectReference Include=\"../theirs/theirs.cosproj\" /></ItemGroup>");
        BuildResult first = await box.BuildAsync();
        Assert.Equal(
            ["archive of app/base@1.0", "archive of app/os@1.0", "base of app/os@1.0", "image of app/base@1.0", "image of app/os@1.0"], first.MadeNodes);
        Assert.Equal("base\n", box.ReadArchive("os-app-1.0.package.tar.zst", "os.txt"));
        Assert.DoesNotContain("theirs", await File.ReadAllTextAsync(box.PathOf("cos.lock.json")), StringComparison.Ordinal);
        Assert.Empty((await box.BuildAsync("-p:CosEngineEndpoint=unix:///nonexistent", "-p:CosLockedMode=true")).Made);

        box.Write("../theirs/packages/base/build.yaml", TinyTree.OnSeed + "steps:\n- echo changed > /base.txt\nunpack: true\n");
        await box.BuildAsync();
        Assert.Equal("changed\n", box.ReadArchive("os-app-1.0.package.tar.zst", "os.txt"));
    }
}
