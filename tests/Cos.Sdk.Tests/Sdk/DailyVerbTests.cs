namespace Cos.Sdk.IntegrationTests.Sdk;

/// <summary>What people who live in dotnet do with a project besides building it. One project serves all: it is built once.</summary>
public sealed class DailyVerbTests(PackedSdk sdk)
{
    private const string NoEngine = "-p:CosEngineEndpoint=unix:///nonexistent";

    [Fact]
    public async Task Options_of_the_command_line_mean_what_they_mean_elsewhere()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        TinyTree.WriteChain(box);
        TinyTree.WriteBootable(box);
        box.Write("Properties/PublishProfiles/Iso.pubxml", "<Project><PropertyGroup><CosTarget>Iso</CosTarget></PropertyGroup></Project>");

        // What is not built yet is a reason to fail for -question, and nothing is made.
        (await box.DotnetAsync("restore")).AssertSucceeded();
        BuildResult question = (await box.DotnetAsync("build", "--no-restore", "-question")).AssertFailed();
        Assert.Empty(question.Made);

        // Several processors, the project graph.
        BuildResult graph = await box.BuildAsync("-graph", "-m:2");
        Assert.Equal(10, graph.MadeNodes.Count);
        Assert.Empty((await box.BuildAsync("--no-restore", "-m:2", NoEngine)).Made);
        (await box.DotnetAsync("build", "--no-restore", "-question", NoEngine)).AssertSucceeded();

        // A binary log has what a reader of it asks for: targets, tasks with what they were given, what was made and why.
        BuildResult replayed = (await box.RunAsync("dotnet", "msbuild", box.PathOf("logs/3.binlog"), "-noConLog", $"-fileLoggerParameters:LogFile={box.PathOf("replayed.txt")};Verbosity=detailed")).AssertSucceeded();
        Assert.Empty(replayed.Codes);
        string replay = await File.ReadAllTextAsync(box.PathOf("replayed.txt"));
        foreach (string expected in new[] { "Target \"CosResolve\"", "Target \"CosBuildImages\"", "Task \"BuildNodes\"", "image of app/a@1.0 is made: ", "image.a-app-1.0.json" })
        {
            Assert.Contains(expected, replay, StringComparison.Ordinal);
        }

        // A publish profile; a publish of what was built.
        (await box.DotnetAsync("publish", "-c", "Debug", "--no-build", "-p:PublishProfile=Iso", NoEngine)).AssertSucceeded();
        Assert.True(File.Exists(box.PathOf("bin/Debug/publish/tiny.iso")));

        // A solution filter, with central package management.
        box.Write("Directory.Packages.props", "<Project><PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup></Project>");
        (await box.RunAsync("dotnet", "new", "sln", "--name", "all", "--format", "sln")).AssertSucceeded();
        (await box.RunAsync("dotnet", "sln", "all.sln", "add", box.Project)).AssertSucceeded();
        box.Write("some.slnf", $$"""{ "solution": { "path": "all.sln", "projects": [ "{{box.Project}}" ] } }""");
        BuildResult filtered = await box.RunAsync(["dotnet", "build", "some.slnf", NoEngine, .. box.MsBuildArguments()]);
        filtered.AssertSucceeded();
        Assert.Empty(filtered.Made);
    }

    [Fact]
    public async Task Run_boots_the_system_without_a_medium_and_test_reports_what_it_does()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        TinyTree.WriteBootable(box);
        box.WriteProject("""
            <PropertyGroup><CosRunPorts>8090:80</CosRunPorts><CosRunMemory>300</CosRunMemory><CosTestUser>cos</CosTestUser><CosTestPassword>secret</CosTestPassword></PropertyGroup>
            <ItemGroup>
              <CosTest Include="counts" Command="seq 3" Expect="^3$" />
              <CosTest Include="is broken" Command="exit 4" />
              <CosTest Include="is on the console" Console="Booting" />
            </ItemGroup>
            """);
        Dictionary<string, string?> emulated = new() { ["PATH"] = $"{WriteEmulator(box)}:{Environment.GetEnvironmentVariable("PATH")}" };

        DotnetProcess run = DotnetProcess.Start(
            box.Folder, box.EnvironmentWith(emulated), _ => { }, "dotnet", "run", "--project", box.Project, "--", "-snapshot");
        BuildResult ran = (await run.WaitAsync()).AssertSucceeded();
        run.Dispose();
        string command = Assert.Single(ran.Output, line => line.StartsWith("emulator: ", StringComparison.Ordinal));
        Assert.Contains("-kernel " + box.PathOf("obj/Debug/cos/run/kernel"), command, StringComparison.Ordinal);
        Assert.Contains("-m 300", command, StringComparison.Ordinal);
        Assert.Contains("hostfwd=tcp:127.0.0.1:8090-:80", command, StringComparison.Ordinal);
        Assert.EndsWith(" -snapshot", command, StringComparison.Ordinal);
        Assert.Equal("a kernel\n", await File.ReadAllTextAsync(box.PathOf("obj/Debug/cos/run/kernel")));
        Assert.False(Directory.Exists(box.PathOf("bin/Debug/publish")));

        BuildResult test = (await box.DotnetAsync("test", emulated)).AssertFailed();
        Assert.Equal(["COS9100"], test.Codes);
        Assert.Contains(test.Diagnostics, diagnostic => diagnostic.Message.Contains("is broken", StringComparison.Ordinal));
        string trx = await File.ReadAllTextAsync(box.PathOf("TestResults/tiny.trx"));
        Assert.Contains("passed=\"3\"", trx, StringComparison.Ordinal);
        Assert.Contains("failed=\"1\"", trx, StringComparison.Ordinal);
        Assert.Contains("<failure", await File.ReadAllTextAsync(box.PathOf("TestResults/tiny.junit.xml")), StringComparison.Ordinal);
        Assert.Contains("Booting", await File.ReadAllTextAsync(box.PathOf("TestResults/tiny.serial.log")), StringComparison.Ordinal);

        (await box.DotnetAsync("test", emulated, "--no-build", "--filter", "counts", "--results-directory", box.PathOf("elsewhere"))).AssertSucceeded();
        Assert.True(File.Exists(box.PathOf("elsewhere/tiny.trx")));

        // The medium in place of the kernel, by UEFI.
        DotnetProcess medium = DotnetProcess.Start(
            box.Folder, box.EnvironmentWith(emulated), _ => { }, "dotnet", "run", "--project", box.Project, "-p:CosRunMedium=Iso");
        BuildResult booted = (await medium.WaitAsync()).AssertSucceeded();
        medium.Dispose();
        Assert.Contains(booted.Output, line => line.Contains($"file={box.PathOf("bin/Debug/publish/tiny.iso")},", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tests_in_CSharp_boot_the_derivative_that_they_reference()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        box.UseMachineSources();
        TinyTree.WriteBootable(box);
        box.WriteProject("<PropertyGroup><CosTestUser>cos</CosTestUser><CosTestPassword>secret</CosTestPassword></PropertyGroup>");
        box.Write("tests/tests.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Exe</OutputType>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Cos.Sdk.Testing" Version="{sdk.Version}" />
                <PackageReference Include="xunit.v3" Version="4.0.2" />
                <ProjectReference Include="../tiny.cosproj" />
              </ItemGroup>
            </Project>
            """);
        box.Write("tests/SystemTests.cs", """
            using Cos.Sdk.Testing;
            using Xunit;

            public sealed class SystemTests(BootedSystem system) : IClassFixture<BootedSystem>
            {
                [Fact]
                public async Task Adds() => Assert.Equal("5", (await system.RunAsync("echo $((2 + 3))", TestContext.Current.CancellationToken)).Output.Trim());

                [Fact]
                public async Task Fails() => Assert.Equal(3, (await system.RunAsync("exit 3", TestContext.Current.CancellationToken)).ExitCode);
            }
            """);
        Dictionary<string, string?> environment = box.EnvironmentWith(
            new Dictionary<string, string?> { ["PATH"] = $"{WriteEmulator(box)}:{Environment.GetEnvironmentVariable("PATH")}" });

        BuildResult tested = await DotnetProcess.RunAsync(box.Folder, environment, "dotnet", "run", "--project", "tests/tests.csproj");

        tested.AssertSucceeded();
        Assert.Contains(tested.Output, line => line.Contains("Total: 2", StringComparison.Ordinal) || line.Contains("total: 2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Watch_builds_again_when_a_package_changes()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        TinyTree.WriteChain(box);
        await box.BuildAsync();

        TaskCompletionSource waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource rebuilt = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using DotnetProcess watch = DotnetProcess.Start(
            box.Folder,
            box.EnvironmentWith(new Dictionary<string, string?> { ["DOTNET_WATCH_SUPPRESS_EMOJIS"] = "1", ["DOTNET_USE_POLLING_FILE_WATCHER"] = "1" }),
            line =>
            {
                if (line.Contains("Waiting for a file to change", StringComparison.Ordinal))
                {
                    waiting.TrySetResult();
                }
                if (line.Contains("archive of app/c@1.0 is made", StringComparison.Ordinal))
                {
                    rebuilt.TrySetResult();
                }
            },
            "dotnet", "watch", "--project", box.Project, "--non-interactive", "build", "-tl:off");
        try
        {
            await waiting.Task.WaitAsync(TimeSpan.FromMinutes(3), TestContext.Current.CancellationToken);
            box.Write("packages/c/c.txt", "another C\n");
            await rebuilt.Task.WaitAsync(TimeSpan.FromMinutes(3), TestContext.Current.CancellationToken);
        }
        finally
        {
            watch.Kill();
        }
    }

    /// <summary>A script in QEMU's place: says how it was called, or is a system on the serial console where that is asked for.</summary>
    private static string WriteEmulator(Sandbox box)
    {
        string folder = box.PathOf("emulator");
        box.Write("emulator/qemu-system-x86_64", """
            #!/bin/sh
            case "$*" in
              *mux=on*) echo "emulator: $*"; exit 0 ;;
              *"-monitor stdio"*) exit 1 ;;
            esac
            echo 'Booting ...'
            printf 'tiny login: '; read -r user
            printf 'Password: '; read -r password
            sh
            """);
        File.SetUnixFileMode(Path.Combine(folder, "qemu-system-x86_64"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return folder;
    }
}
