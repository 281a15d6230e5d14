using System.Text.RegularExpressions;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Running;

namespace Cos.Sdk.Tests.Running;

public sealed class SystemTestRunTests
{
    [Fact]
    public async Task CommandsRunInTheSystemAndAreJudged()
    {
        using FakeMachine machine = new(FakeMachine.Login);
        string longText = new('x', 5000);

        IReadOnlyList<SystemTestResult> results = await machine.RunAsync(
        [
            Command("prints", "echo hello; echo there >&2", "^there$"),
            Command("prints something else", "echo hello", "^there$"),
            Command("fails", "exit 7"),
            Command("fails as it should", "exit 7") with { ExitCode = 7 },
            Command("has quotes, lines and letters", "printf '%s\\n' \"it's\" 'größe $HOME'\nprintf end", @"^it's\ngröße \$HOME\nend$"),
            Command("is long", $"echo {longText} | wc -c", "^5001$"),
            Command("writes what looks like an answer", "printf 'cos-done-1 0\\ncos-ready\\n'; exit 3") with { ExitCode = 3 },
            Command("is silent", "true", "^$"),
            new SystemTest { Name = "is on the console", Console = new Regex("noise", RegexOptions.NonBacktracking) },
        ]);

        Assert.True(results[0].Passed, results[0].Failure);
        Assert.Equal(
            [
                SystemTestRun.BootTest, "prints", "fails as it should", "has quotes, lines and letters", "is long", "writes what looks like an answer", "is silent",
                "is on the console",
            ],
            results.Where(result => result.Passed).Select(result => result.Name).ToArray());
        Assert.Contains("does not match", results[2].Failure, StringComparison.Ordinal);
        Assert.Contains("status 7, not 0", results[3].Failure, StringComparison.Ordinal);
        Assert.Contains("Booting ...", await File.ReadAllTextAsync(machine.Log, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OutputIsWholeWhateverElseIsWrittenToTheConsole()
    {
        // A "kernel" that writes ten times a second.
        using FakeMachine machine = new("(while :; do echo '[   99.000001] usb 1-1: noise'; sleep 0.1; done) & k=$!\n" + FakeMachine.Login + "\nkill $k");

        IReadOnlyList<SystemTestResult> results = await machine.RunAsync([Command("counts", "seq 1 2000", "^1999$")]);

        Assert.All(results, result => Assert.True(result.Passed, result.Failure));
        Assert.Equal(2000, results[1].Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task AnInteractiveShellOnATerminalThatLosesHalfALineIsUsedAllTheSame()
    {
        using FakeMachine machine = new("""
            printf 'fake login: '; read -r user
            printf 'Password: '; read -r password
            exec script -qfec "bash -c 'read -rs -n 100 lost; exec bash --norc -i'" /dev/null
            """);

        IReadOnlyList<SystemTestResult> results = await machine.RunAsync([Command("echoes", "echo \"it's $((1 + 1))\"", "^it's 2$")], bootSeconds: 60);

        Assert.All(results, result => Assert.True(result.Passed, result.Failure));
    }

    [Fact]
    public async Task ASystemThatDoesNotComeUpFailsAllTests()
    {
        using FakeMachine machine = new("echo 'Kernel panic'; sleep 60");

        IReadOnlyList<SystemTestResult> results = await machine.RunAsync([Command("any", "true")], bootSeconds: 1);

        Assert.All(results, result => Assert.False(result.Passed));
        Assert.Contains("Kernel panic", results[0].Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMachineThatGoesOffIsSaidWithItsReason()
    {
        using FakeMachine machine = new("echo 'last words'; echo 'qemu: no such device' >&2; exit 3");

        IReadOnlyList<SystemTestResult> results = await machine.RunAsync([]);

        Assert.Contains("no such device", results[0].Failure, StringComparison.Ordinal);
        Assert.Contains("last words", results[0].Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AWrongPasswordIsSaid()
    {
        using FakeMachine machine = new(FakeMachine.Login) { Description = new MachineDescription { User = "cos", Password = "wrong" } };

        SystemTestResult boot = (await machine.RunAsync([Command("any", "true")]))[0];

        Assert.Contains("could not log in", boot.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACommandThatHangsEndsWithItsTime()
    {
        using FakeMachine machine = new(FakeMachine.Login);

        IReadOnlyList<SystemTestResult> results = await machine.RunAsync([Command("hangs", "sleep 60") with { Timeout = TimeSpan.FromSeconds(1) }]);

        Assert.StartsWith("Not done after 1 s.", results[1].Failure, StringComparison.Ordinal);
        Assert.InRange(results[1].Duration.TotalSeconds, 0.9, 10);
    }

    [Fact]
    public void AMissingMediumIsSaidBeforeAnythingStarts()
    {
        CosException exception = Assert.Throws<CosException>(() => VirtualMachine.Start(
            new MachineDescription { Medium = "/nonexistent.iso" }, new Emulator("/bin/true", false, null, null), "/nonexistent.log", TimeSpan.FromSeconds(1)));
        Assert.Equal("COS8314", exception.Diagnostics[0].Code);
    }

    private static SystemTest Command(string name, string command, string? output = null) => new()
    {
        Name = name, Command = command, Output = output is null ? null : new Regex(output, RegexOptions.Multiline | RegexOptions.NonBacktracking),
    };
}
