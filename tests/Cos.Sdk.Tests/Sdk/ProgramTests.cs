namespace Cos.Sdk.IntegrationTests.Sdk;

/// <summary>A referenced program becomes a package of the system, and is made again when its source changed.</summary>
public sealed class ProgramTests(PackedSdk sdk)
{
    private const string Archive = "hello-app-2.1.0.package.tar.zst";

    [Fact]
    public async Task A_referenced_program_is_a_package_of_the_system_and_follows_its_source()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        box.UseMachineSources();
        WriteProgram(box);
        box.WritePackage("system", TinyTree.OnSeed + "steps:\n- echo system > /system.txt\nunpack: true\n");
        box.WriteProject("""
            <PropertyGroup><CosSystemPackage>app/system</CosSystemPackage></PropertyGroup>
            <ItemGroup><ProjectReference Include="src/hello/hello.csproj" Service="true" Arguments="--watch" /></ItemGroup>
            """);

        BuildResult first = await box.BuildAsync();
        Assert.Empty(first.Codes);
        Assert.Equal(["archive of app/hello@2.1.0", "archive of app/system@1.0", "image of app/hello@2.1.0", "image of app/system@1.0"], first.MadeNodes);
        string[] files = box.ListArchive(Archive);
        Assert.Contains("usr/lib/hello/hello", files);
        Assert.Contains("usr/lib/hello/libcoreclr.so", files);
        Assert.Contains("usr/bin/hello", files);
        Assert.Contains("etc/systemd/system/multi-user.target.wants/hello.service", files);
        Assert.Contains("ExecStart=/usr/lib/hello/hello --watch\n", box.ReadArchive(Archive, "usr/lib/systemd/system/hello.service"), StringComparison.Ordinal);
        string metadata = await File.ReadAllTextAsync(Path.Combine(box.Repository, "system-app-1.0.metadata.yaml"));
        Assert.Contains("name: hello", metadata, StringComparison.Ordinal);
        // It runs by itself.
        Assert.Equal(["hello from the library"], (await box.RunAsync(box.PathOf("obj/programs/hello/package/root/usr/lib/hello/hello"))).AssertSucceeded().Output);

        BuildResult second = await box.BuildAsync("-p:CosEngineEndpoint=unix:///nonexistent");
        Assert.Empty(second.Made);
        Assert.DoesNotContain(second.Output, IsPublish);

        box.Write("src/lib/Text.cs", "namespace Lib; public static class Text { public static string Of => \"another library\"; }");
        BuildResult changed = await box.BuildAsync();
        Assert.Equal(["archive of app/hello@2.1.0", "image of app/hello@2.1.0"], changed.MadeNodes);

        box.WriteProject("""
            <PropertyGroup><CosSystemPackage>app/system</CosSystemPackage></PropertyGroup>
            <ItemGroup><ProjectReference Include="src/hello/hello.csproj" /></ItemGroup>
            """);
        BuildResult command = await box.BuildAsync();
        Assert.DoesNotContain(command.Output, IsPublish);
        Assert.DoesNotContain(box.ListArchive(Archive), file => file.EndsWith(".service", StringComparison.Ordinal));

        box.WriteProject("<ItemGroup><ProjectReference Include=\"src/hello/hello.csproj\" /><ProjectReference Include=\"src/lib/lib.csproj\" /></ItemGroup>");
        BuildResult library = (await box.DotnetAsync("build")).AssertFailed();
        library.AssertReported("COS0300", box.Project, 0);
        library.AssertReported("COS0303", box.Project, 0);
    }

    private static bool IsPublish(string line) => line.EndsWith(" is published", StringComparison.Ordinal);

    private static void WriteProgram(Sandbox box)
    {
        box.Write("src/lib/lib.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>");
        box.Write("src/lib/Text.cs", "namespace Lib; public static class Text { public static string Of => \"the library\"; }");
        box.Write("src/hello/hello.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Exe</OutputType>
                <Version>2.1.0</Version>
              </PropertyGroup>
              <ItemGroup><ProjectReference Include="../lib/lib.csproj" /></ItemGroup>
            </Project>
            """);
        box.Write("src/hello/Program.cs", "System.Console.WriteLine(\"hello from \" + Lib.Text.Of);");
    }
}
