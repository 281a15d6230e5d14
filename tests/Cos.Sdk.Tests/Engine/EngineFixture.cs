using System.Formats.Tar;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Engine;
using Cos.Sdk.IntegrationTests.Engine;

[assembly: AssemblyFixture(typeof(EngineFixture))]

namespace Cos.Sdk.IntegrationTests.Engine;

/// <summary>
/// A connection to the machine's engine and a tiny base image (Debian's static busybox), made without any network. Every image of the
/// tests is named <c>cos-test/…</c> with a word of this run in its tag, and is removed at the end.
/// </summary>
public class EngineFixture : IAsyncLifetime
{
    private const string Busybox = "/bin/busybox";

    private static readonly string[] Applets =
        ["sh", "cat", "cp", "echo", "false", "id", "ln", "ls", "mkdir", "mv", "nslookup", "chmod", "printf", "rm", "seq", "sleep", "tar", "touch", "true", "wc"];

    private readonly string _run = Path.GetRandomFileName()[..8];
    private string _baseLayer = "";

    /// <summary>The engine, found as a build finds it.</summary>
    internal IImageEngine Engine { get; private set; } = null!;

    /// <summary>The tag of the base image.</summary>
    public string BaseImage => Tag("base");

    /// <summary>Where and how engines are looked for in tests.</summary>
    internal static EngineSearch Search { get; } = new()
    {
        Environment = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(variable => (string)variable.Key, variable => (string)variable.Value!),
        HomeDirectory = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
    };

    /// <summary>A name for an image of this run.</summary>
    public string Tag(string name) => $"localhost/cos-test/{name}:{_run}";

    /// <inheritdoc />
    public virtual async ValueTask InitializeAsync()
    {
        Assert.True(File.Exists(Busybox), "The tests need Debian's package busybox-static: apt-get install busybox-static");
        Engine = await ConnectAsync();
        await Engine.ImportImageAsync(
            new ImageImportRequest { Tag = BaseImage, WriteRootFileSystem = WriteBaseAsync, Changes = ["ENV PATH=/bin", "CMD [\"/bin/sh\"]"] },
            CancellationToken.None);
        _baseLayer = (await Engine.InspectImageAsync(BaseImage, CancellationToken.None))!.LayerDigests[0];
    }

    /// <summary>Builds a Dockerfile without further context.</summary>
    internal Task<string> BuildAsync(string tag, string dockerfile, CancellationToken cancellationToken, IProgress<BuildOutput>? progress = null) =>
        Engine.BuildImageAsync(Request(tag, dockerfile), progress, cancellationToken);

    /// <summary>A request whose context is a Dockerfile alone. <c>{base}</c> stands for the base image.</summary>
    internal ImageBuildRequest Request(string tag, string dockerfile, params (string Path, string Text)[] files) => new()
    {
        Tag = tag,
        Dockerfile = "Dockerfile",
        NetworkMode = "none",
        WriteContext = async (stream, cancellationToken) =>
        {
            await using TarWriter writer = new(stream, TarEntryFormat.Pax, leaveOpen: true);
            await WriteFileAsync(writer, "Dockerfile", dockerfile.Replace("{base}", BaseImage, StringComparison.Ordinal), cancellationToken);
            foreach ((string path, string text) in files)
            {
                await WriteFileAsync(writer, path, text, cancellationToken);
            }
        },
    };

    /// <inheritdoc />
    public virtual async ValueTask DisposeAsync()
    {
        IReadOnlyDictionary<string, string> images = await Engine.ListImagesAsync(CancellationToken.None);
        foreach (string tag in images.Keys.Where(tag => tag.Contains("cos-test/", StringComparison.Ordinal) && tag.EndsWith(_run, StringComparison.Ordinal)))
        {
            await Engine.RemoveImageAsync(tag, CancellationToken.None);
        }
        await RemoveLeftoversAsync();
        await Engine.DisposeAsync();
    }

    /// <summary>The containers of this run's images that our label marks; none may stay after a test.</summary>
    internal virtual string[] ListTransientContainers() =>
        Command.Run("docker", "ps", "-aq", "--filter", $"label={TransientContainer.Label}", "--filter", $"ancestor={BaseImage}").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Removes what failed builds leave on Docker: images without a name on top of our base.</summary>
    private async Task RemoveLeftoversAsync()
    {
        string[] dangling = Command.Run("docker", "images", "-q", "--no-trunc", "--filter", "dangling=true").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (string id in dangling)
        {
            if ((await Engine.InspectImageAsync(id, CancellationToken.None))?.LayerDigests is [string lowest, ..] && lowest == _baseLayer)
            {
                await RemoveAsync(id);
            }
        }

        // The container of a cancelled build goes after the call that was cancelled.
        async Task RemoveAsync(string id)
        {
            for (int attempt = 0; attempt < 10; attempt++)
            {
                try
                {
                    await Engine.RemoveImageAsync(id, CancellationToken.None);
                    return;
                }
                catch (CosException)
                {
                    await Task.Delay(500);
                }
            }
        }
    }

    /// <summary>Connects to the engine under test.</summary>
    private protected virtual Task<IImageEngine> ConnectAsync() => EngineConnector.ConnectAsync(Search, CancellationToken.None);

    private static async Task WriteFileAsync(TarWriter writer, string path, string text, CancellationToken cancellationToken)
    {
        using MemoryStream content = new(System.Text.Encoding.UTF8.GetBytes(text));
        await writer.WriteEntryAsync(
            new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = content, ModificationTime = DateTimeOffset.UnixEpoch },
            cancellationToken);
    }

    private static async Task WriteBaseAsync(Stream stream, CancellationToken cancellationToken)
    {
        await using TarWriter writer = new(stream, TarEntryFormat.Pax, leaveOpen: true);
        // A layer that no other run has.
        using MemoryStream run = new(Guid.NewGuid().ToByteArray());
        await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "run-id") { DataStream = run }, cancellationToken);
        foreach (string folder in new[] { "bin/", "etc/", "tmp/", "var/" })
        {
            await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.Directory, folder) { Mode = (UnixFileMode)0b111_101_101 }, cancellationToken);
        }
        await using (FileStream busybox = File.OpenRead(Busybox))
        {
            await writer.WriteEntryAsync(
                new PaxTarEntry(TarEntryType.RegularFile, "bin/busybox") { DataStream = busybox, Mode = (UnixFileMode)0b111_101_101 },
                cancellationToken);
        }
        foreach (string applet in Applets)
        {
            await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.SymbolicLink, $"bin/{applet}") { LinkName = "busybox" }, cancellationToken);
        }
    }
}
