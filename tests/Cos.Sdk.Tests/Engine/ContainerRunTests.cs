using System.Diagnostics;
using System.Formats.Tar;
using System.Text;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Engine;

namespace Cos.Sdk.IntegrationTests.Engine;

/// <summary>Commands in containers, on each engine.</summary>
public abstract class ContainerRunTests(EngineFixture fixture)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_Command_GivesItsCodeAndOutput()
    {
        ContainerResult result = await fixture.Engine.RunAsync(
            Request("sh", "-c", "echo out; echo err >&2; echo $A; exit 3") with
            {
                Environment = new Dictionary<string, string> { ["A"] = "a value" },
            },
            Token);
        Assert.Equal(3, result.ExitCode);
        Assert.Equal(["out", "a value"], result.LastOutput);
        Assert.Equal(["err"], result.LastError);
        Assert.Empty(fixture.ListTransientContainers());
    }

    [Fact]
    public async Task Run_InputAndOutput_AreStreamedToTheirEnds()
    {
        byte[] content = new byte[20 << 20];
        Random.Shared.NextBytes(content);
        using MemoryStream input = new(content);
        using MemoryStream output = new();
        ContainerResult result = await fixture.Engine.RunAsync(Request("cat") with { Input = input, Output = output }, Token);
        Assert.Equal(0, result.ExitCode);
        Assert.True(content.AsSpan().SequenceEqual(output.ToArray()));
    }

    [Fact]
    public async Task Run_InputThatIsNotRead_IsNoFailure()
    {
        using MemoryStream input = new(new byte[8 << 20]);
        ContainerResult result = await fixture.Engine.RunAsync(Request("true") with { Input = input }, Token);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task Run_FilesInAndOut_NeedNoSharedFolder()
    {
        List<string> names = [];
        string text = "";
        ContainerResult result = await fixture.Engine.RunAsync(
            Request("sh", "-c", "mkdir /tmp/out && cat /tmp/in.txt /tmp/in.txt > /tmp/out/twice.txt") with
            {
                FilesPath = "/tmp",
                WriteFiles = async (stream, token) =>
                {
                    await using TarWriter writer = new(stream, TarEntryFormat.Pax, leaveOpen: true);
                    using MemoryStream content = new("hello\n"u8.ToArray());
                    await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "in.txt") { DataStream = content }, token);
                },
                ResultPath = "/tmp/out",
                ReadResult = async (stream, token) =>
                {
                    await using TarReader tar = new(stream, leaveOpen: true);
                    while (await tar.GetNextEntryAsync(cancellationToken: token) is { } entry)
                    {
                        if (entry.DataStream is { } data)
                        {
                            using StreamReader reader = new(data, Encoding.UTF8);
                            text = await reader.ReadToEndAsync(token);
                        }
                    }
                },
                ReadRootFileSystem = async (stream, token) =>
                {
                    await using TarReader tar = new(stream, leaveOpen: true);
                    while (await tar.GetNextEntryAsync(cancellationToken: token) is { } entry)
                    {
                        names.Add(entry.Name);
                    }
                },
            },
            Token);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal("hello\nhello\n", text);
        Assert.Contains("tmp/out/twice.txt", names);
    }

    [Fact]
    public async Task Run_Folders_AreMounted()
    {
        string folder = Directory.CreateTempSubdirectory("cos-run-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "in"), "text", Token);
            ContainerResult result = await fixture.Engine.RunAsync(
                Request("sh", "-c", "cp /data/in /data/out && cp /data/in /fixed/no") with
                {
                    Mounts = [new ContainerMount(folder, "/data", ReadOnly: false), new ContainerMount(folder, "/fixed", ReadOnly: true)],
                },
                Token);
            Assert.NotEqual(0, result.ExitCode);
            Assert.Contains("Read-only", result.LastError[^1], StringComparison.Ordinal);
            Assert.Equal("text", await File.ReadAllTextAsync(Path.Combine(folder, "out"), Token));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Run_Network_IsNotThereByDefault()
    {
        ContainerResult result = await fixture.Engine.RunAsync(Request("ls", "/sys/class/net"), Token);
        Assert.Equal(["lo"], result.LastOutput.Where(line => line != "tunl0" && line != "sit0"));
    }

    [Fact]
    public async Task Run_CommandThatIsNotThere_IsTold()
    {
        CosException exception = await Assert.ThrowsAsync<CosException>(() => fixture.Engine.RunAsync(Request("/bin/nothing"), Token));
        Assert.Equal("COS5040", exception.Diagnostics[0].Code);
        exception = await Assert.ThrowsAsync<CosException>(() => fixture.Engine.RunAsync(
            Request("true") with { Image = fixture.Tag("never") }, Token));
        Assert.Equal("COS5020", exception.Diagnostics[0].Code);
        Assert.Empty(fixture.ListTransientContainers());
    }

    [Fact]
    public async Task Run_Cancelled_RemovesTheContainer()
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Stopwatch watch = Stopwatch.StartNew();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fixture.Engine.RunAsync(
            Request("sh", "-c", "echo started >&2; sleep 1000") with { ErrorOutput = new Stopper(stop) }, stop.Token));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        Assert.Empty(fixture.ListTransientContainers());
    }

    private ContainerRunRequest Request(params string[] command) => new() { Image = fixture.BaseImage, Command = command };

    private sealed class Stopper(CancellationTokenSource stop) : IProgress<string>
    {
        public void Report(string value) => stop.Cancel();
    }
}
