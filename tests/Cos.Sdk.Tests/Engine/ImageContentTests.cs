using System.Formats.Tar;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Engine;

namespace Cos.Sdk.IntegrationTests.Engine;

/// <summary>Getting images in and out, on each engine.</summary>
public abstract class ImageContentTests(EngineFixture fixture) : IDisposable
{
    private readonly string _temporary = Directory.CreateTempSubdirectory("cos-content-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Directory.Delete(_temporary, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Inspect_ImportedImage_TellsWhatItIs()
    {
        ImageDetails image = (await fixture.Engine.InspectImageAsync(fixture.BaseImage, Token))!;
        EngineInfo engine = await fixture.Engine.GetInfoAsync(Token);

        Assert.StartsWith("sha256:", image.Id, StringComparison.Ordinal);
        Assert.Equal(engine.Platform, image.Platform);
        Assert.StartsWith("sha256:", Assert.Single(image.LayerDigests), StringComparison.Ordinal);
        Assert.Contains(fixture.BaseImage, image.Tags);
        Assert.Contains("PATH=/bin", image.Environment);
        Assert.Equal(["/bin/sh"], image.Command);
        Assert.InRange(image.Size, 100_000, 10_000_000);
        Assert.True(image.Created > DateTimeOffset.UnixEpoch);
        Assert.Null(await fixture.Engine.InspectImageAsync(fixture.Tag("never"), Token));
    }

    [Fact]
    public async Task Info_OfTheEngine_IsComplete()
    {
        EngineInfo info = await fixture.Engine.GetInfoAsync(Token);
        Assert.Contains(info.Name, new[] { "Docker", "Podman" });
        Assert.Matches("^1\\.[0-9]+$", info.ApiVersion);
        Assert.Matches("^[a-z0-9]+$", info.Architecture);
        Assert.NotEmpty(info.Id);
        Assert.NotEmpty(info.StorageDriver);
        Assert.True(Directory.Exists(info.RootDirectory));
    }

    [Fact]
    public async Task Tag_AndRemove_ChangeTheList()
    {
        string id = await fixture.BuildAsync(fixture.Tag("tagged"), "FROM {base}\nENV A=1\n", Token);
        await fixture.Engine.TagImageAsync(id, fixture.Tag("tagged-too"), Token);
        IReadOnlyDictionary<string, string> images = await fixture.Engine.ListImagesAsync(Token);
        Assert.Equal(images[fixture.Tag("tagged")], images[fixture.Tag("tagged-too")]);

        Assert.True(await fixture.Engine.RemoveImageAsync(fixture.Tag("tagged-too"), Token));
        Assert.False(await fixture.Engine.RemoveImageAsync(fixture.Tag("tagged-too"), Token));
        Assert.NotNull(await fixture.Engine.InspectImageAsync(fixture.Tag("tagged"), Token));
        await AssertCodeAsync("COS5020", fixture.Engine.TagImageAsync(fixture.Tag("never"), fixture.Tag("x"), Token));
    }

    [Fact]
    public async Task Import_StreamThatFails_MakesNoImage()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => fixture.Engine.ImportImageAsync(
            new ImageImportRequest
            {
                Tag = fixture.Tag("broken"),
                WriteRootFileSystem = async (stream, token) =>
                {
                    await stream.WriteAsync(new byte[1024], token);
                    throw new InvalidOperationException("the disk broke");
                },
            },
            Token));
        Assert.Null(await fixture.Engine.InspectImageAsync(fixture.Tag("broken"), Token));
    }

    [Fact]
    public async Task Export_Image_GivesItsFilesAndLeavesNoContainer()
    {
        await fixture.BuildAsync(fixture.Tag("export"), "FROM {base}\nRUN mkdir -p /opt/new && echo content > /opt/new/file && rm /bin/wc\n", Token);
        HashSet<string> names = [];
        await using (Stream stream = await fixture.Engine.ExportRootFileSystemAsync(fixture.Tag("export"), Token))
        {
            await using TarReader tar = new(stream, leaveOpen: true);
            while (await tar.GetNextEntryAsync(cancellationToken: Token) is { } entry)
            {
                names.Add(entry.Name.TrimEnd('/'));
            }
        }
        Assert.Contains("opt/new/file", names);
        Assert.Contains("bin/busybox", names);
        Assert.DoesNotContain("bin/wc", names);
        Assert.Empty(fixture.ListTransientContainers());
    }

    [Fact]
    public async Task Export_AbandonedOrCancelled_LeavesNoContainer()
    {
        await using (Stream stream = await fixture.Engine.ExportRootFileSystemAsync(fixture.BaseImage, Token))
        {
            Assert.NotEqual(0, await stream.ReadAsync(new byte[512], Token));
        }
        using CancellationTokenSource stop = new();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fixture.Engine.ExportRootFileSystemAsync(fixture.BaseImage, stop.Token));
        await AssertCodeAsync("COS5020", fixture.Engine.ExportRootFileSystemAsync(fixture.Tag("never"), Token));
        Assert.Empty(fixture.ListTransientContainers());
    }

    [Fact]
    public async Task Archive_OfAPath_GivesThatPath()
    {
        await fixture.BuildAsync(fixture.Tag("archive"), "FROM {base}\nRUN mkdir -p /out/a/b && echo x > /out/a/b/file && ln -s a /out/link\n", Token);
        Assert.Equal<string>(["a", "a/b", "a/b/file"], await ListAsync("/out/a"));
        Assert.Superset(new HashSet<string>(["b", "b/file"]), new HashSet<string>((await ListAsync("/out/link/."))));
        Assert.Null(await fixture.Engine.GetArchiveAsync(fixture.Tag("archive"), "/out/missing", Token));
        Assert.Empty(fixture.ListTransientContainers());

        async Task<IEnumerable<string>> ListAsync(string path)
        {
            await using Stream? stream = await fixture.Engine.GetArchiveAsync(fixture.Tag("archive"), path, Token);
            return (await NamesAsync(stream!)).Select(name => (name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name).TrimEnd('/'));
        }
    }

    [Fact]
    public async Task Save_TwoImagesThatShareLayers_GivesEachLayerOnceAndSkipsTheBase()
    {
        await fixture.BuildAsync(fixture.Tag("one"), "FROM {base}\nRUN echo shared > /shared\n", Token);
        string shared = fixture.Tag("one");
        await fixture.BuildAsync(fixture.Tag("two"), $"FROM {shared}\nRUN echo two > /two\n", Token);
        await fixture.BuildAsync(fixture.Tag("three"), $"FROM {shared}\nRUN echo three > /three\n", Token);
        string[] tags = [shared, fixture.Tag("two"), fixture.Tag("three")];
        ImageDetails[] images = await Task.WhenAll(tags.Select(async tag => (await fixture.Engine.InspectImageAsync(tag, Token))!));

        List<string> files = [];
        await using (Stream archive = await fixture.Engine.SaveImagesAsync(tags, Token))
        {
            await SavedImageReader.ReadAsync(
                archive,
                images,
                // Nothing has to be kept on disk, so the folder need not exist.
                Path.Combine(_temporary, "missing"),
                layer => layer.Uses.Any(use => use.Index == 0) ? LayerAction.Skip : LayerAction.Read,
                async (_, stream, token) => files.AddRange((await NamesAsync(stream)).Where(name => name.Length > 1 && !name.EndsWith('/'))),
                Token);
        }
        Assert.Equal(["shared", "three", "two"], files.Where(name => name is "shared" or "three" or "two").Order(StringComparer.Ordinal));
        Assert.DoesNotContain("bin/busybox", files);
    }

    [Fact]
    public async Task CountLayersBelow_CommandsThatChangeNothing_AreNoStumblingBlock()
    {
        string tag = fixture.Tag("counted");
        await fixture.BuildAsync(tag, "FROM {base}\nRUN echo a > /a\nENV B=1\nRUN true\nRUN echo c > /c\nRUN true\nRUN echo d > /d\n", Token);
        IReadOnlyList<string> all = (await fixture.Engine.InspectImageAsync(tag, Token))!.LayerDigests;

        int below = await fixture.Engine.CountLayersBelowAsync(tag, 3, Token);
        List<string> above = await FilesAboveAsync(tag, below);
        Assert.Equal(["c", "d"], above.Where(name => name.Length == 1).Order(StringComparer.Ordinal));
        Assert.Equal(all.Count, await fixture.Engine.CountLayersBelowAsync(tag, 0, Token));
        Assert.Equal(0, await fixture.Engine.CountLayersBelowAsync(tag, 100, Token));
    }

    [Fact]
    public async Task Load_SavedImage_BringsItBack()
    {
        string tag = fixture.Tag("loaded");
        string id = await fixture.BuildAsync(tag, "FROM {base}\nRUN true\nRUN true\nRUN echo x > /x\n", Token);
        string file = Path.Combine(_temporary, "saved.tar");
        await using (Stream archive = await fixture.Engine.SaveImagesAsync([tag], Token))
        {
            await using FileStream copy = File.Create(file);
            await archive.CopyToAsync(copy, Token);
        }
        await fixture.Engine.RemoveImageAsync(tag, Token);
        await using (FileStream copy = File.OpenRead(file))
        {
            await fixture.Engine.LoadImagesAsync(copy, Token);
        }
        Assert.Equal(id, (await fixture.Engine.InspectImageAsync(tag, Token))?.Id);

        // It has come without its intermediate images: only its configuration tells what made a layer.
        Assert.Equal(["x"], (await FilesAboveAsync(tag, await fixture.Engine.CountLayersBelowAsync(tag, 1, Token))).Where(name => name.Length == 1));
    }

    [Fact]
    public async Task Pull_NothingThere_IsTold() => await AssertCodeAsync(
        "COS5024", fixture.Engine.PullImageAsync("localhost:9/cos-test/nothing:1", null, null, null, Token));

    [Fact]
    public async Task Push_NobodyListens_IsTold()
    {
        string tag = "localhost:9/" + fixture.Tag("pushed")["localhost/".Length..];
        await fixture.Engine.TagImageAsync(fixture.BaseImage, tag, Token);
        await AssertCodeAsync("COS5025", fixture.Engine.PushImageAsync(tag, null, null, Token));
    }

    private static async Task AssertCodeAsync(string code, Task task) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<CosException>(() => task)).Diagnostics[0].Code);

    private static async Task<List<string>> NamesAsync(Stream stream)
    {
        List<string> names = [];
        await using TarReader tar = new(stream, leaveOpen: true);
        while (await tar.GetNextEntryAsync(cancellationToken: Token) is { } entry)
        {
            names.Add(entry.Name);
        }
        return names;
    }

    private async Task<List<string>> FilesAboveAsync(string tag, int below)
    {
        ImageDetails image = (await fixture.Engine.InspectImageAsync(tag, Token))!;
        List<string> files = [];
        await using Stream archive = await fixture.Engine.SaveImagesAsync([tag], Token);
        await SavedImageReader.ReadAsync(
            archive,
            [image],
            _temporary,
            layer => layer.Uses[^1].Index >= below ? LayerAction.Read : LayerAction.Skip,
            async (_, stream, token) => files.AddRange(await NamesAsync(stream)),
            Token);
        return files;
    }
}
