using System.Diagnostics;
using Cos.Sdk.IntegrationTests.Sdk;

namespace Cos.Sdk.IntegrationTests.Device;

/// <summary>The device's program as it is shipped: compiled ahead of time. <c>publish_device</c> of eng/setup.sh makes it.</summary>
public sealed class DeviceProgramTests : IDisposable
{
    private static readonly string Root = PackedSdk.FindRepository();

    private static readonly string Published = Path.Combine(Root, "artifacts/device/linux-amd64/cos");

    private static readonly string Corpus = Path.Combine(Root, "tests/Cos.Sdk.Tasks.Tests/Data/CloudConfig");

    private readonly string _folder = Directory.CreateTempSubdirectory("cos-program-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The recorded plans are those that the build's code gives; the device's program gives the same bytes.</summary>
    [Theory]
    [InlineData("rootfs")]
    [InlineData("initramfs")]
    [InlineData("boot")]
    [InlineData("fs")]
    [InlineData("network")]
    [InlineData("my-own-stage")]
    public async Task Plan_OfTheCorpus_IsTheBuilds(string stage)
    {
        CopyFolder(Path.Combine(Corpus, "root"), _folder);
        string commandLine = (await File.ReadAllTextAsync(Path.Combine(Corpus, "cmdline"))).Trim();
        Directory.CreateDirectory(Path.Combine(_folder, "proc"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "proc/cmdline"), commandLine);

        (int code, string output, string errors) = await RunAsync("setup", "--plan", "--root", _folder, stage);

        Assert.Equal(("", 0), (errors, code));
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Corpus, "plans", stage + ".json")), output);
    }

    [Fact]
    public async Task Plan_OfAFileWithErrors_SaysThemWithTheirLines()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "oem"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "oem/a.yaml"), "stages:\n  boot:\n  - fils: []\n");
        (int code, _, string errors) = await RunAsync("setup", "--plan", "--root", _folder, "boot");
        Assert.Equal(1, code);
        Assert.Contains("a.yaml(3,5): error COS9002: 'fils' is not a key of a step. Did you mean 'files'?", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_InARoot_RunsCommandsAndConditionsThere()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root may change the root");
        Directory.CreateDirectory(Path.Combine(_folder, "bin"));
        foreach (string name in new[] { "busybox", "sh" })
        {
            File.Copy("/bin/busybox", Path.Combine(_folder, "bin", name));
        }
        Directory.CreateDirectory(Path.Combine(_folder, "system/oem"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "system/oem/a.yaml"), """
            stages:
              custom.before:
                - commands: ["echo before >> /log"]
              custom:
                - if: '[ -e /missing ]'
                  commands: ["echo never >> /log"]
                - if: '[ -e /log ]'
                  commands: ["exit 3", "echo after a failure >> /log"]
              custom.after:
                - commands: ["echo after >> /log"]
            """);

        (int code, _, string errors) = await RunAsync("setup", "--root", _folder, "custom");

        Assert.Equal(1, code);
        Assert.Contains("/bin/sh returned 3", errors, StringComparison.Ordinal);
        Assert.Equal("before\nafter a failure\nafter\n", await File.ReadAllTextAsync(Path.Combine(_folder, "log")));
    }

    [Fact]
    public async Task Link_TellsTheCommandByItsName()
    {
        string link = Path.Combine(_folder, "cos-feature");
        File.CreateSymbolicLink(link, Published);
        (int code, string output, _) = await RunProgramAsync(link, "--root", _folder, "list");
        Assert.Equal((0, ""), (code, output));
    }

    [Fact]
    public void Program_IsSmall() => Assert.InRange(new FileInfo(Published).Length, 1 << 20, 16 << 20);

    private static Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments) => RunProgramAsync(Published, arguments);

    private static async Task<(int Code, string Output, string Errors)> RunProgramAsync(string program, params string[] arguments)
    {
        Assert.True(File.Exists(Published), $"{Published} is missing: (. eng/setup.sh; publish_device)");
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, await errors);
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
