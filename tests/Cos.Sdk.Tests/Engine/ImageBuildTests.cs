using System.Diagnostics;
using System.Formats.Tar;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Engine;

namespace Cos.Sdk.IntegrationTests.Engine;

/// <summary>Builds, on each engine.</summary>
public abstract class ImageBuildTests(EngineFixture fixture)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Build_StreamedContext_MakesTheTagAndReportsEachStep()
    {
        string tag = fixture.Tag("built");
        Recorder output = new();
        string id = await fixture.Engine.BuildImageAsync(
            fixture.Request(tag, "FROM {base}\nCOPY hello.txt /hello.txt\nRUN cat /hello.txt\n", ("hello.txt", "good morning\n")), output, Token);

        IReadOnlyDictionary<string, string> images = await fixture.Engine.ListImagesAsync(Token);
        Assert.Equal(id, images[tag]);
        Assert.Equal(
            [(1, $"FROM {fixture.BaseImage}"), (2, "COPY hello.txt /hello.txt"), (3, "RUN cat /hello.txt")],
            output.Items.Where(item => item.Kind == BuildOutputKind.Step).Select(item => (item.Step, item.Instruction)));
        Assert.Contains(output.Items, item => item is { Kind: BuildOutputKind.Text, Step: 3 } && item.Text.Contains("good morning", StringComparison.Ordinal));
        Assert.All(output.Items, item => Assert.True(item.Step is 0 || item.StepCount == 3));
    }

    [Fact]
    public async Task Build_FailingStep_SaysWhichWithItsLastOutput()
    {
        ImageBuildException exception = await Assert.ThrowsAsync<ImageBuildException>(() => BuildAsync(
            "failing", "FROM {base}\nRUN true\nRUN seq 1 100; sleep 1; echo broken >&2; exit 7\n"));

        Assert.Equal(3, exception.Failure.Step);
        Assert.Equal(7, exception.Failure.ExitCode);
        Assert.Equal("RUN seq 1 100; sleep 1; echo broken >&2; exit 7", exception.Failure.Instruction);
        Assert.Equal(BuildOutputTail.Capacity, exception.Failure.LastLines.Count);
        Assert.Contains("broken", exception.Failure.LastLines);
        Assert.Null(await fixture.Engine.InspectImageAsync(fixture.Tag("failing"), Token));
        AssertCode("COS5010", exception);
    }

    [Fact]
    public async Task Build_BaseImageNotToBeHad_IsTold() => AssertCode(
        "COS5015", await FailAsync("nobase", "FROM localhost:9/cos-test/nothing:1\nRUN true\n"));

    [Fact]
    public async Task Build_InstructionThatDoesNotExist_IsTold() =>
        AssertCode("COS5011", await FailAsync("unknown", "FROM {base}\nfirst line of a step\nNOTHING here\n"));

    [Fact]
    public async Task Build_StepThatLooksForTheNetwork_IsTold() =>
        AssertCode("COS5018", await FailAsync("network", "FROM {base}\nRUN nslookup deb.debian.org 192.0.2.1\n"));

    [Fact]
    public async Task Build_PolicyStoreThatCannotBeRenamed_IsTold() => AssertCode("COS5012", await FailAsync(
        "semodule",
        "FROM {base}\nRUN echo 'libsemanage.semanage_commit_sandbox: Error while renaming /var/lib/selinux/targeted/active to "
            + "/var/lib/selinux/targeted/previous. (Invalid cross-device link).' >&2; echo 'semodule:  Failed!' >&2; exit 1\n"));

    [Fact]
    public async Task Build_ProgramOfAnotherArchitecture_IsTold()
    {
        // The head of an ELF file for AArch64.
        const string Head = "printf '\\177ELF\\002\\001\\001\\000\\000\\000\\000\\000\\000\\000\\000\\000\\002\\000\\267\\000\\001\\000\\000\\000'";
        AssertCode("COS5016", await FailAsync("foreign", $"FROM {{base}}\nRUN {Head} > /x && chmod 755 /x\nRUN [\"/x\"]\n"));
    }

    [Fact]
    public async Task Build_OtherPlatformThanTheBaseImages_IsRefusedAndLeavesNoTag()
    {
        string tag = fixture.Tag("platform");
        Exception? exception = await Record.ExceptionAsync(() => fixture.Engine.BuildImageAsync(
            fixture.Request(tag, "FROM {base}\nENV A=1\n") with { Platform = "linux/arm64" }, null, Token));
        Diagnostic diagnostic = exception is ImageBuildException failed
            ? KnownFailures.Explain(failed.Failure, failed.Engine, null)
            : Assert.IsType<CosException>(exception).Diagnostics[0];
        Assert.Contains(diagnostic.Code, new[] { "COS5017", "COS5015" });
        Assert.Null(await fixture.Engine.InspectImageAsync(tag, Token));
    }

    [Fact]
    public async Task Build_Cancelled_StopsTheStepAtOnce()
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Recorder output = new(item =>
        {
            if (item.Text.Contains("running", StringComparison.Ordinal))
            {
                stop.Cancel();
            }
        });
        // A number that no other process of this machine sleeps.
        string seconds = $"{3_000 + Random.Shared.Next(1_000_000)}";
        Stopwatch watch = Stopwatch.StartNew();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fixture.Engine.BuildImageAsync(
            fixture.Request(fixture.Tag("cancelled"), $"FROM {{base}}\nRUN echo running; sleep {seconds}\n"), output, stop.Token));

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        for (int i = 0; i < 150 && IsSleeping(seconds); i++)
        {
            await Task.Delay(100, Token);
        }
        Assert.False(IsSleeping(seconds), "The engine still runs the step.");
    }

    [Fact]
    public async Task Build_TwoAtOnce_BothSucceedWithTheirOwnOutput()
    {
        Recorder[] outputs = [new(), new()];
        string[] ids = await Task.WhenAll(Enumerable.Range(0, 2).Select(i => fixture.Engine.BuildImageAsync(
            fixture.Request(fixture.Tag($"both{i}"), $"FROM {{base}}\nRUN sleep 1; echo number-{i}; echo {i} > /number\n"), outputs[i], Token)));

        Assert.NotEqual(ids[0], ids[1]);
        for (int i = 0; i < 2; i++)
        {
            string text = string.Concat(outputs[i].Items.Where(item => item.Kind == BuildOutputKind.Text).Select(item => item.Text));
            Assert.Contains($"number-{i}", text, StringComparison.Ordinal);
            Assert.DoesNotContain($"number-{1 - i}", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Build_ContextThatCannotBeWritten_FailsWithItsReason() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => fixture.Engine.BuildImageAsync(
            fixture.Request(fixture.Tag("unwritten"), "FROM {base}\n") with
            {
                WriteContext = (_, _) => throw new InvalidOperationException("the file vanished"),
            },
            null,
            Token));

    [Fact]
    public async Task Build_LargeContext_IsStreamedWithoutBeingHeld()
    {
        const int Megabytes = 200;
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long held = 0;
        await fixture.Engine.BuildImageAsync(
            fixture.Request(fixture.Tag("large"), "FROM {base}\nCOPY large /large\nRUN wc -c /large\n") with
            {
                WriteContext = async (stream, cancellationToken) =>
                {
                    await using TarWriter writer = new(stream, TarEntryFormat.Pax, leaveOpen: true);
                    using MemoryStream dockerfile = new(System.Text.Encoding.UTF8.GetBytes($"FROM {fixture.BaseImage}\nCOPY large /large\n"));
                    await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "Dockerfile") { DataStream = dockerfile }, cancellationToken);
                    await using FileStream zeros = new("/dev/zero", FileMode.Open, FileAccess.Read);
                    using LimitedStream large = new(zeros, (long)Megabytes << 20);
                    await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "large") { DataStream = large }, cancellationToken);
                    held = GC.GetTotalMemory(forceFullCollection: true);
                },
            },
            null,
            Token);
        Assert.InRange(held - before, long.MinValue, (long)Megabytes << 18);
    }

    [Fact]
    public async Task Build_Proxies_ReachTheStepAndLeaveNoTrace()
    {
        string tag = fixture.Tag("proxy");
        Recorder output = new();
        await fixture.Engine.BuildImageAsync(
            fixture.Request(tag, "FROM {base}\nRUN echo \"proxy: $HTTP_PROXY\" | wc -c\n") with
            {
                BuildArguments = BuildProxies.FromEnvironment(new Dictionary<string, string> { ["HTTP_PROXY"] = "http://user:secret@proxy:3128" }),
            },
            output,
            Token);

        Assert.Contains(output.Items, item => item is { Kind: BuildOutputKind.Text, Step: 2 } && item.Text.Trim() == "37");
        ImageDetails? image = await fixture.Engine.InspectImageAsync(tag, Token);
        Assert.DoesNotContain(image!.Environment, variable => variable.Contains("secret", StringComparison.Ordinal));
        await using Stream archive = await fixture.Engine.SaveImagesAsync([tag], Token);
        using StreamReader reader = new(archive, System.Text.Encoding.Latin1);
        Assert.DoesNotContain("user:secret", await reader.ReadToEndAsync(Token), StringComparison.Ordinal);
    }

    private static void AssertCode(string code, ImageBuildException exception) =>
        Assert.Equal(code, KnownFailures.Explain(exception.Failure, exception.Engine, null).Code);

    private static bool IsSleeping(string seconds) => Directory.EnumerateDirectories("/proc")
        .Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]))
        .Any(folder => ReadOrEmpty(Path.Combine(folder, "cmdline")).StartsWith($"sleep\0{seconds}", StringComparison.Ordinal));

    private static string ReadOrEmpty(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            // The process has ended.
            return "";
        }
    }

    private Task<string> BuildAsync(string name, string dockerfile) =>
        fixture.Engine.BuildImageAsync(fixture.Request(fixture.Tag(name), dockerfile), null, Token);

    private Task<ImageBuildException> FailAsync(string name, string dockerfile) =>
        Assert.ThrowsAsync<ImageBuildException>(() => BuildAsync(name, dockerfile));

    private sealed class Recorder(Action<BuildOutput>? observe = null) : IProgress<BuildOutput>
    {
        public List<BuildOutput> Items { get; } = [];

        public void Report(BuildOutput value)
        {
            Items.Add(value);
            observe?.Invoke(value);
        }
    }
}
