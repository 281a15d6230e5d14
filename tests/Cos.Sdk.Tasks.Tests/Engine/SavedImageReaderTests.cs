using System.Formats.Tar;
using System.Text;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Engine;

namespace Cos.Sdk.Tests.Engine;

public sealed class SavedImageReaderTests : IDisposable
{
    private static readonly byte[] Base = SavedArchive.Layer("base", 100_000);
    private static readonly byte[] Context = SavedArchive.Layer("context");
    private static readonly byte[] StepA = SavedArchive.Layer("a");
    private static readonly byte[] StepB = SavedArchive.Layer("b");

    private static readonly ImageDetails ImageA = SavedArchive.Image("sha256:aa", 1, Base, Context, StepA);
    private static readonly ImageDetails ImageB = SavedArchive.Image("sha256:bb", 2, Base, Context, StepB);
    private static readonly ImageDetails ImageC = SavedArchive.Image("sha256:cc", 3, Base, Context, StepA, StepB);

    private readonly string _temporary = Directory.CreateTempSubdirectory("cos-saved-").FullName;

    public static TheoryData<string> Layouts => ["legacy", "podman", "oci", "oci-gzip", "oci-zstd"];

    public void Dispose() => Directory.Delete(_temporary, recursive: true);

    [Theory]
    [MemberData(nameof(Layouts))]
    public async Task Read_SeveralImages_HandsOutEachLayerOnce(string layout)
    {
        Dictionary<string, string> read = await ReadAsync(Archive(layout), [ImageA, ImageB, ImageC], _ => LayerAction.Read);
        Assert.Equal(["a", "b", "base", "context"], read.Values.Order(StringComparer.Ordinal));
        Assert.Equal("a", read[SavedArchive.Digest(StepA)]);
        Assert.Empty(Directory.GetFiles(_temporary));
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public async Task Read_BaseNotWanted_IsLeftOut(string layout)
    {
        Dictionary<string, string> read = await ReadAsync(
            Archive(layout), [ImageA, ImageB, ImageC], layer => layer.Uses.All(use => use.Index < 2) ? LayerAction.Skip : LayerAction.Read);
        Assert.Equal(["a", "b"], read.Values.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Read_LegacyLayout_NeedsNoFileForSiblings()
    {
        // The folder could not be written to: nothing has to be kept.
        await SavedImageReader.ReadAsync(
            new AsyncOnlyStream(Archive("legacy")),
            [ImageA, ImageB, ImageC],
            Path.Combine(_temporary, "missing"),
            _ => LayerAction.Read,
            (_, stream, token) => stream.CopyToAsync(Stream.Null, token),
            CancellationToken.None);
    }

    [Fact]
    public async Task Read_TwinsMadeAtTheSameTime_AreToldByTheirContent()
    {
        ImageDetails twin = ImageB with { Created = ImageA.Created };
        byte[] archive = SavedArchive.Legacy((ImageA, [Base, Context, StepA]), (twin, [Base, Context, StepB]));
        Dictionary<string, string> read = await ReadAsync(archive, [ImageA, twin], _ => LayerAction.Read);
        Assert.Equal("a", read[SavedArchive.Digest(StepA)]);
        Assert.Equal("b", read[SavedArchive.Digest(StepB)]);
        Assert.Empty(Directory.GetFiles(_temporary));
    }

    [Fact]
    public async Task Read_FoldersOfUnknownNames_AreToldByTheirContent()
    {
        byte[] archive = SavedArchive.Of(
            (new string('0', 64) + "/layer.tar", Base), (new string('1', 64) + "/layer.tar", Context), (new string('2', 64) + "/layer.tar", StepA));
        Dictionary<string, string> read = await ReadAsync(archive, [ImageA], _ => LayerAction.Read);
        Assert.Equal(3, read.Count);
        Assert.Empty(Directory.GetFiles(_temporary));
    }

    [Fact]
    public async Task Read_ImageOfOneLayer_IsToldByItsDate()
    {
        ImageDetails one = SavedArchive.Image("sha256:11", 4, Base);
        ImageDetails two = SavedArchive.Image("sha256:22", 5, StepA);
        byte[] archive = SavedArchive.Legacy((one, [Base]), (two, [StepA]));
        Dictionary<string, string> read = await ReadAsync(archive, [one, two], layer => layer.Uses[0].Image == two ? LayerAction.Read : LayerAction.Skip);
        Assert.Equal(["a"], read.Values);
    }

    [Fact]
    public async Task Read_LastWantedLayer_EndsTheReading()
    {
        AsyncOnlyStream stream = new(SavedArchive.Podman(StepA, Base));
        await SavedImageReader.ReadAsync(
            stream,
            [ImageA],
            _temporary,
            layer => layer.Digest == SavedArchive.Digest(StepA) ? LayerAction.Read : LayerAction.Skip,
            (_, content, token) => content.CopyToAsync(Stream.Null, token),
            CancellationToken.None);
        Assert.InRange(stream.Consumed, StepA.Length, StepA.Length + 10_000);
    }

    [Fact]
    public async Task Read_ReaderThatLooksAtTheBeginningOnly_IsEnough()
    {
        int first = 0;
        await SavedImageReader.ReadAsync(
            new AsyncOnlyStream(SavedArchive.Podman(Base, Context, StepA)),
            [ImageA],
            _temporary,
            _ => LayerAction.Read,
            async (_, content, token) =>
            {
                byte[] buffer = new byte[1];
                first += await content.ReadAsync(buffer, token);
            },
            CancellationToken.None);
        Assert.Equal(3, first);
    }

    [Fact]
    public async Task Read_LayerOfOtherContent_IsRefused()
    {
        byte[] archive = SavedArchive.Of((SavedArchive.Digest(StepA)[7..] + ".tar", StepB));
        await AssertFailsAsync("COS5031", archive, [SavedArchive.Image("sha256:11", 1, StepA)]);
    }

    [Fact]
    public Task Read_LayerMissing_IsRefused() => AssertFailsAsync("COS5032", SavedArchive.Podman(Base, Context), [ImageA]);

    [Theory]
    [InlineData(700)]
    [InlineData(60_000)]
    public Task Read_ArchiveCutOff_IsRefused(int length) =>
        AssertFailsAsync("COS5030", SavedArchive.Podman(Base, Context, StepA)[..length], [ImageA]);

    [Fact]
    public Task Read_NoArchive_IsRefused() => AssertFailsAsync("COS5030", Encoding.UTF8.GetBytes(new string('x', 2000)), [ImageA]);

    [Fact]
    public async Task Read_ReadersOwnFailure_IsNotDisguised() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => SavedImageReader.ReadAsync(
            new AsyncOnlyStream(SavedArchive.Podman(Base, Context, StepA)),
            [ImageA],
            _temporary,
            _ => LayerAction.Read,
            (_, _, _) => throw new InvalidOperationException("mine"),
            CancellationToken.None));

    [Fact]
    public async Task History_OfTheArchive_TellsWhichInstructionsMadeLayers()
    {
        string configuration =
            $$"""
            {"rootfs":{"diff_ids":["{{SavedArchive.Digest(Base)}}","{{SavedArchive.Digest(Context)}}","{{SavedArchive.Digest(StepA)}}"]},
             "history":[{"comment":"imported"},{"created_by":"COPY"},{"created_by":"ENV","empty_layer":true},{"created_by":"RUN"}]}
            """;
        byte[] archive = SavedArchive.Of(
            (new string('0', 64) + "/layer.tar", Base), (new string('a', 64) + ".json", Encoding.UTF8.GetBytes(configuration)));
        Assert.Equal([true, true, false, true], await SavedHistoryReader.ReadAsync(new AsyncOnlyStream(archive), ImageA, CancellationToken.None));
    }

    private static byte[] Archive(string layout)
    {
        (ImageDetails, byte[][])[] images =
            [(ImageA, [Base, Context, StepA]), (ImageB, [Base, Context, StepB]), (ImageC, [Base, Context, StepA, StepB])];
        return layout switch
        {
            "legacy" => SavedArchive.Legacy(images),
            "podman" => SavedArchive.Podman(Base, Context, StepA, StepB),
            "oci" => SavedArchive.Oci(null, images),
            "oci-gzip" => SavedArchive.Oci(SavedArchive.Gzip, images),
            "oci-zstd" => SavedArchive.Oci(SavedArchive.Zstd, images),
            _ => throw new ArgumentOutOfRangeException(nameof(layout)),
        };
    }

    private async Task<Dictionary<string, string>> ReadAsync(
        byte[] archive, IReadOnlyList<ImageDetails> images, Func<SavedLayer, LayerAction> choose)
    {
        Dictionary<string, string> read = new(StringComparer.Ordinal);
        await SavedImageReader.ReadAsync(
            new AsyncOnlyStream(archive),
            images,
            _temporary,
            choose,
            async (layer, stream, token) =>
            {
                await using TarReader reader = new(stream, leaveOpen: true);
                TarEntry? entry = await reader.GetNextEntryAsync(cancellationToken: token);
                read.Add(layer.Digest, entry!.Name);
            },
            CancellationToken.None);
        return read;
    }

    private async Task AssertFailsAsync(string code, byte[] archive, IReadOnlyList<ImageDetails> images)
    {
        CosException exception = await Assert.ThrowsAsync<CosException>(() => ReadAsync(archive, images, _ => LayerAction.Read));
        Assert.Equal(code, exception.Diagnostics[0].Code);
        Assert.Empty(Directory.GetFiles(_temporary));
    }
}
