using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Tools;

namespace Cos.Sdk.Tests.Tools;

public sealed class HostToolRunnerTests : IDisposable
{
    private readonly FakeTools _tools = new();

    public void Dispose() => _tools.Dispose();

    [Fact]
    public async Task FindAsync_ToolIsMissing_NamesTheToolAndThePackage()
    {
        HostToolRunner runner = new(HostToolOptions.Create([KeyValuePair.Create("PATH", _tools.Folder)], []));

        Diagnostic diagnostic = await FailAsync(() => runner.FindAsync(ToolName.Sqfstar, default));

        Assert.Equal("COS8001", diagnostic.Code);
        Assert.Contains("'sqfstar'", diagnostic.Message, StringComparison.Ordinal);
        Assert.Contains("apt-get install squashfs-tools", diagnostic.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xorriso version   :  1.5.4", "1.5.4")]
    [InlineData("xorriso 1.5.2 : RockRidge filesystem manipulator, libburnia project.", "1.5.2")]
    public async Task FindAsync_ToolIsThere_TellsItsVersion(string answer, string version)
    {
        _tools.Add("xorriso", answer, "exit 0");

        ToolInfo found = await _tools.CreateRunner().FindAsync(ToolName.Xorriso, default);

        Assert.Equal(_tools.PathOf("xorriso"), found.Path);
        Assert.Equal(Version.Parse(version), found.Version);
        Assert.Equal($"xorriso {version}", found.ToString());
    }

    [Fact]
    public async Task FindAsync_VersionIsToldWithAFailureStatus_TheTextCounts()
    {
        _tools.AddRaw("sqfstar", "#!/bin/sh\necho 'sqfstar version 4.6.1 (2023/03/25)'\nexit 1\n");
        Assert.Equal(new Version(4, 6, 1), (await _tools.CreateRunner().FindAsync(ToolName.Sqfstar, default)).Version);
    }

    [Fact]
    public async Task FindAsync_ToolIsTooOld_SaysWhichVersionServes()
    {
        _tools.Add("xorriso", "xorriso version   :  1.4.8", "exit 0");

        Diagnostic diagnostic = await FailAsync(() => _tools.CreateRunner().FindAsync(ToolName.Xorriso, default));

        Assert.Equal("COS8002", diagnostic.Code);
        Assert.Contains("1.4.8", diagnostic.Message, StringComparison.Ordinal);
        Assert.Contains("1.5.2", diagnostic.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#!/bin/sh\necho usage\n")]
    [InlineData("#!/no/such/interpreter\n")]
    public async Task FindAsync_ToolDoesNotWork_SaysWhatHappened(string script)
    {
        _tools.AddRaw("xorriso", script);
        Assert.Equal("COS8003", (await FailAsync(() => _tools.CreateRunner().FindAsync(ToolName.Xorriso, default))).Code);
    }

    [Fact]
    public async Task FindAsync_AskedTwice_RunsTheToolOnce()
    {
        string count = _tools.PathOf("count");
        _tools.AddRaw("xorriso", $"#!/bin/sh\necho x >> {count}\necho 1.5.4\n");
        HostToolRunner runner = _tools.CreateRunner();

        await runner.FindAsync(ToolName.Xorriso, default);
        await runner.FindAsync(ToolName.Xorriso, default);

        Assert.Single(await File.ReadAllLinesAsync(count));
    }

    [Fact]
    public async Task RunAsync_ArgumentsWithShellCharacters_ArriveAsTheyAre()
    {
        _tools.Add("xorriso", "1.5.4", "for a in \"$@\"; do echo \"[$a]\"; done");

        ToolResult result = await _tools.CreateRunner().RunAsync(Invoke("a b", "$(id)", "'\"", "", "*"), default);

        Assert.Equal("[a b]\n[$(id)]\n['\"]\n[]\n[*]\n", result.Output);
    }

    [Fact]
    public async Task RunAsync_EnvironmentOfTheBuild_OnlyWhatProgramsNeedIsPassed()
    {
        _tools.Add("xorriso", "1.5.4", "echo \"$LC_ALL $TZ ${LANG-none} ${SOURCE_DATE_EPOCH-none} ${SECRET-none} $HOME $https_proxy $EXTRA\"");
        HostToolRunner runner = _tools.CreateRunner(("LANG", "de_DE"), ("TZ", "Asia/Tokyo"), ("SOURCE_DATE_EPOCH", "1"), ("SECRET", "s"), ("HOME", "/h"), ("https_proxy", "p"));

        ToolResult result = await runner.RunAsync(
            Invoke() with { Environment = ImmutableSortedDictionary<string, string>.Empty.Add("EXTRA", "extra") }, default);

        Assert.Equal("C.UTF-8 UTC0 none none none /h p extra\n", result.Output);
    }

    [Fact]
    public async Task RunAsync_StreamsBothWays_WithoutHoldingThem()
    {
        _tools.Add("xorriso", "1.5.4", "exec cat");
        byte[] block = new byte[1 << 20];
        long received = 0;
        ToolInvocation invocation = Invoke() with
        {
            WriteInput = async (input, token) =>
            {
                for (int i = 0; i < 64; i++)
                {
                    await input.WriteAsync(block, token);
                }
            },
            ReadOutput = async (output, token) =>
            {
                byte[] buffer = new byte[65536];
                int count;
                while ((count = await output.ReadAsync(buffer, token)) > 0)
                {
                    received += count;
                }
            },
        };

        await _tools.CreateRunner().RunAsync(invocation, default);

        Assert.Equal(64L << 20, received);
    }

    [Fact]
    public async Task RunAsync_WithoutInput_TheInputIsEmpty()
    {
        _tools.Add("xorriso", "1.5.4", "cat; echo end");
        Assert.Equal("end\n", (await _tools.CreateRunner().RunAsync(Invoke(), default)).Output);
    }

    [Fact]
    public async Task RunAsync_ToolFails_TellsStatusLastLinesAndLog()
    {
        _tools.Add("xorriso", "1.5.4", "i=0; while [ $i -lt 50 ]; do echo line $i; i=$((i+1)); done; printf '10%%\\r20%%\\rboom\\n' >&2; exit 7");
        string log = _tools.PathOf("logs/run.log");

        Diagnostic diagnostic = await FailAsync(() => _tools.CreateRunner().RunAsync(Invoke("a b") with { LogFile = log }, default));

        Assert.Equal("COS8004", diagnostic.Code);
        Assert.Contains("exit status 7", diagnostic.Message, StringComparison.Ordinal);
        Assert.Contains("line 49", diagnostic.Message, StringComparison.Ordinal);
        Assert.Contains("\nboom", diagnostic.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("10%", diagnostic.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("line 5\n", diagnostic.Message, StringComparison.Ordinal);
        Assert.Contains(log, diagnostic.Message, StringComparison.Ordinal);
        string text = await File.ReadAllTextAsync(log);
        Assert.StartsWith($"$ {_tools.PathOf("xorriso")} 'a b'\n", text, StringComparison.Ordinal);
        Assert.Contains("line 5\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_DiskIsFull_HasItsOwnCode()
    {
        _tools.Add("xorriso", "1.5.4", "echo 'write error: No space left on device' >&2; exit 1");
        Assert.Equal("COS8005", (await FailAsync(() => _tools.CreateRunner().RunAsync(Invoke(), default))).Code);
    }

    [Fact]
    public async Task RunAsync_ToolStopsReading_ItsOwnMessageIsShown()
    {
        _tools.Add("xorriso", "1.5.4", "echo 'I do not like it' >&2; exit 3");
        ToolInvocation invocation = Invoke() with
        {
            WriteInput = async (input, token) =>
            {
                byte[] block = new byte[1 << 20];
                for (int i = 0; i < 8; i++)
                {
                    await input.WriteAsync(block, token);
                }
            },
        };

        Diagnostic diagnostic = await FailAsync(() => _tools.CreateRunner().RunAsync(invocation, default));

        Assert.Equal("COS8004", diagnostic.Code);
        Assert.Contains("I do not like it", diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_InputCannotBeMade_ToolDoesNotEndAsIfItWereComplete()
    {
        string mark = _tools.PathOf("complete");
        _tools.Add("xorriso", "1.5.4", $"cat > /dev/null; echo > {mark}");
        ToolInvocation invocation = Invoke() with
        {
            WriteInput = async (input, token) =>
            {
                await input.WriteAsync(new byte[100], token);
                throw new InvalidDataException("source is damaged");
            },
        };

        InvalidDataException thrown = await Assert.ThrowsAsync<InvalidDataException>(() => _tools.CreateRunner().RunAsync(invocation, default));

        Assert.Equal("source is damaged", thrown.Message);
        Assert.False(File.Exists(mark));
    }

    [Fact]
    public async Task RunAsync_Cancelled_EndsEverythingTheToolStarted()
    {
        string ids = _tools.PathOf("ids");
        _tools.Add("xorriso", "1.5.4", $"sleep 300 & echo $! >> {ids}; (sh -c 'echo $$ >> {ids}; sleep 300'; :) & echo $$ >> {ids}; wait");
        using CancellationTokenSource cancel = new();
        Task<ToolResult> run = _tools.CreateRunner().RunAsync(Invoke(), cancel.Token);
        int[] started = await WaitForIdsAsync(ids, 3);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.DoesNotContain(started, IsRunning);
    }

    [Fact]
    public async Task RunAsync_CancelledToolIgnoresTheRequest_IsKilled()
    {
        string ids = _tools.PathOf("ids");
        _tools.Add("xorriso", "1.5.4", $"trap '' TERM; echo $$ >> {ids}; while :; do sleep 0.2; done");
        using CancellationTokenSource cancel = new();
        Task<ToolResult> run = _tools.CreateRunner().RunAsync(Invoke(), cancel.Token);
        int[] started = await WaitForIdsAsync(ids, 1);
        Stopwatch watch = Stopwatch.StartNew();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.DoesNotContain(started, IsRunning);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    private static async Task<int[]> WaitForIdsAsync(string file, int count)
    {
        for (int i = 0; i < 200; i++)
        {
            if (File.Exists(file) && await File.ReadAllLinesAsync(file) is { } lines && lines.Length >= count)
            {
                return [.. lines.Select(line => int.Parse(line, CultureInfo.InvariantCulture))];
            }
            await Task.Delay(50);
        }
        throw new TimeoutException();
    }

    private static bool IsRunning(int id) =>
        File.Exists($"/proc/{id}/stat") && !Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{id}/stat")).Contains(") Z ", StringComparison.Ordinal);

    private ToolInvocation Invoke(params string[] arguments) =>
        new() { Tool = ToolName.Xorriso, Arguments = [.. arguments], WorkingDirectory = _tools.Folder };

    private static async Task<Diagnostic> FailAsync(Func<Task> action)
    {
        CosException failure = await Assert.ThrowsAsync<CosException>(action);
        return Assert.Single(failure.Diagnostics);
    }
}
