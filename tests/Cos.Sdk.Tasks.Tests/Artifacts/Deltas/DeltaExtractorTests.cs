using System.Collections.Immutable;
using System.Text;
using Cos.Sdk.Artifacts.Deltas;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Tests.Artifacts.Deltas;

public sealed class DeltaExtractorTests : IDisposable
{
    private readonly LayerSet _layers = new();

    public void Dispose() => _layers.Dispose();

    /// <summary>A base, a context above it, and three steps that do all that steps do.</summary>
    private async Task<ImmutableArray<string>> SampleAsync() =>
    [
        await _layers.AddAsync(
            Tars.Bare(Tars.Folder("")), Tars.Bare(Tars.Folder("etc")), Tars.Text("etc/passwd", "root"), Tars.Text("etc/group", "root"),
            Tars.Text("etc/gone", "x"), Tars.Bare(Tars.Folder("tmp", 0x3FF)), Tars.Bare(Tars.Folder("priv", 0x1C0)), Tars.Bare(Tars.Folder("srv")), Tars.Text("srv/old", "x"),
            Tars.Text("etc/one", "1"), Tars.Bare(Tars.HardLink("etc/two", "etc/one")), Tars.Bare(Tars.Symlink("bin", "usr/bin"))),
        await _layers.AddAsync(Tars.Bare(Tars.Folder("luetbuild")), Tars.Text("luetbuild/build.yaml", "x")),
        await _layers.AddAsync(
            Tars.Bare(Tars.Folder("opt")), Tars.Bare(Tars.Folder("opt/x", 0x1C9) with { UserId = 7 }), Tars.Text("opt/x/a", "aaa"), Tars.Bare(Tars.HardLink("opt/x/b", "opt/x/a")),
            Tars.Text("opt/x/temporary", "t"), Tars.Bare(Tars.Folder("etc")), Tars.Text("etc/.wh.gone", ""), Tars.Bare(Tars.Folder("tmp", 0x3FF)), Tars.Text("tmp/t", "t")),
        await _layers.AddAsync(
            Tars.Bare(Tars.Folder("etc")), Tars.Text("etc/passwd", "root and me"), Tars.Text("etc/group", "root"),
            Tars.Bare(Tars.Folder("opt")), Tars.Bare(Tars.Folder("opt/x", 0x1C9) with { UserId = 7 }), Tars.Bare(Tars.HardLink("opt/x/group", "etc/group")),
            Tars.Text("opt/x/.wh.temporary", ""), Tars.Text("opt/x/.wh.a", ""),
            Tars.Bare(Tars.Folder("srv")), Tars.Text("srv/.wh..wh..opq", ""), Tars.Text("srv/new", "n"),
            (Tars.File("opt/cap", 1).With("security.capability", 1, 0xFF, 0x0A, 0x00), [9])),
        await _layers.AddAsync(
            Tars.Bare(Tars.Folder("priv", 0x1C0)), Tars.Text("priv/t", "t"), Tars.Bare(Tars.HardLink("priv/u", "priv/t")), Tars.Bare(Tars.Symlink("opt/link", "/etc/passwd")), Tars.Text("opt/x/b", "bbb")),
    ];

    private static readonly string[] ExpectedAdded =
    [
        "d0755 0/0 0 opt", "-0644 0/0 1 opt/cap", "l0777 0/0 0 opt/link -> /etc/passwd", "d0711 7/0 0 opt/x", "-0644 0/0 3 opt/x/b", "-0644 0/0 4 opt/x/group",
        "d0700 0/0 0 priv", "-0644 0/0 1 priv/t", "h0644 0/0 0 priv/u -> priv/t", "d0755 0/0 0 srv", "-0644 0/0 1 srv/new", "d1777 0/0 0 tmp", "-0644 0/0 1 tmp/t",
    ];

    [Fact]
    public async Task Added_TakesWhatStepsAddedWithTrueParents()
    {
        (byte[] archive, DeltaResult result) = await _layers.CutAsync(LayerSet.Request(await SampleAsync(), 2));

        Assert.Equal(ExpectedAdded, await Tars.LinesAsync(archive));
        Dictionary<string, string> contents = (await Tars.ReadAsync(archive)).ToDictionary(item => item.Entry.Path, item => Encoding.UTF8.GetString(item.Content));
        Assert.Equal(("bbb", "root"), (contents["opt/x/b"], contents["opt/x/group"]));
        Assert.Equal(["etc/passwd"], result.Changed);
        Assert.Equal(["etc/gone", "srv/old"], result.Deleted);
    }

    [Fact]
    public async Task Added_BinaryAttributes_Survive()
    {
        (byte[] archive, _) = await _layers.CutAsync(LayerSet.Request(await SampleAsync(), 2));

        TarEntry cap = (await Tars.ReadAsync(archive)).Single(item => item.Entry.Path == "opt/cap").Entry;
        Assert.Equal([1, 0xFF, 0x0A, 0x00], Tars.Attribute(cap, "security.capability"));
    }

    [Fact]
    public async Task Added_WhateverOrderTheLayersComeIn_GivesTheSameBytes()
    {
        ImmutableArray<string> layers = await SampleAsync();
        (byte[] expected, _) = await _layers.CutAsync(LayerSet.Request(layers, 2));
        Random random = new(1);
        for (int round = 0; round < 10; round++)
        {
            string[] order = [.. layers];
            random.Shuffle(order);
            (byte[] archive, _) = await _layers.CutAsync(LayerSet.Request(layers, 2), order);
            Assert.Equal(expected, archive);
        }
    }

    [Fact]
    public async Task Changes_TakesWhatStepsChangedToo()
    {
        (byte[] archive, DeltaResult result) = await _layers.CutAsync(LayerSet.Request(await SampleAsync(), 2, DeltaMode.Changes));

        string[] lines = await Tars.LinesAsync(archive);
        Assert.Equal(["d0755 0/0 0 etc", "-0644 0/0 11 etc/passwd", .. ExpectedAdded], lines);
        Assert.Empty(result.Changed);
        Assert.Equal(["etc/gone", "srv/old"], result.Deleted);
    }

    [Fact]
    public async Task Changes_WithCopies_TakesThemAndLeavesThePreludeOut()
    {
        ImmutableArray<string> layers =
        [
            await _layers.AddAsync(Tars.Bare(Tars.Folder("etc")), Tars.Text("etc/conf", "base")),
            await _layers.AddAsync(Tars.Bare(Tars.Folder("etc")), Tars.Text("etc/conf", "copied")),
            await _layers.AddAsync(Tars.Bare(Tars.Folder("prelude")), Tars.Text("prelude/p", "p")),
            await _layers.AddAsync(Tars.Text("step", "s")),
        ];
        DeltaRequest request = LayerSet.Request(layers, 3, DeltaMode.Changes) with { LayersBelowCopies = 1, LayersBelowPrelude = 2 };

        (byte[] changes, _) = await _layers.CutAsync(request);
        (byte[] added, _) = await _layers.CutAsync(request with { Mode = DeltaMode.Added });

        Assert.Equal(["d0755 0/0 0 etc", "-0644 0/0 6 etc/conf", "-0644 0/0 1 step"], await Tars.LinesAsync(changes));
        Assert.Equal(["-0644 0/0 1 step"], await Tars.LinesAsync(added));
    }

    [Fact]
    public async Task Filters_JudgeEachPathAloneAndKeepParents()
    {
        ImmutableArray<string> layers =
        [
            await _layers.AddAsync(Tars.Bare(Tars.Folder("etc"))),
            await _layers.AddAsync(
                Tars.Bare(Tars.Folder("keep", 0x1C0)), Tars.Text("keep/a", ""), Tars.Text("keep/a.log", ""), Tars.Bare(Tars.Folder("other", 0x1E8)), Tars.Text("other/keepme", ""),
                Tars.Text("other/no", ""), Tars.Text("first", "content"), Tars.Bare(Tars.HardLink("keeps", "first")), Tars.Bare(Tars.HardLink("keepz", "first"))),
        ];

        (byte[] archive, _) = await _layers.CutAsync(
            LayerSet.Request(layers, 1, takes: path => path.Contains("/keep", StringComparison.Ordinal) && !path.EndsWith(".log", StringComparison.Ordinal)));

        Assert.Equal(
            ["d0700 0/0 0 keep", "-0644 0/0 0 keep/a", "-0644 0/0 7 keeps", "h0644 0/0 0 keepz -> keeps", "d0750 0/0 0 other", "-0644 0/0 0 other/keepme"],
            await Tars.LinesAsync(archive));
    }

    [Fact]
    public async Task Added_KindsThatReplaceOneAnother_AreNotNew()
    {
        ImmutableArray<string> layers =
        [
            await _layers.AddAsync(Tars.Bare(Tars.Folder("d")), Tars.Text("d/below", "x"), Tars.Text("f", "x")),
            await _layers.AddAsync(Tars.Text("d", "now a file"), Tars.Bare(Tars.Folder("f")), Tars.Text("f/new", "n")),
        ];

        (byte[] archive, DeltaResult result) = await _layers.CutAsync(LayerSet.Request(layers, 1));

        Assert.Equal(["d0755 0/0 0 f", "-0644 0/0 1 f/new"], await Tars.LinesAsync(archive));
        Assert.Equal(["d", "f"], result.Changed);
        Assert.Equal(["d/below"], result.Deleted);
    }

    [Fact]
    public async Task Added_ADirectoryDeletedWhole_IsReportedOnce()
    {
        ImmutableArray<string> layers =
        [
            await _layers.AddAsync(Tars.Bare(Tars.Folder("doc")), Tars.Bare(Tars.Folder("doc/a")), Tars.Text("doc/a/b", "x")),
            await _layers.AddAsync(Tars.Text(".wh.doc", ""), Tars.Text("new", "n")),
        ];

        (_, DeltaResult result) = await _layers.CutAsync(LayerSet.Request(layers, 1));

        Assert.Equal(["doc"], result.Deleted);
    }

    [Fact]
    public async Task Base_IsReadOnceAndPassedOverAfterwards()
    {
        ImmutableArray<string> layers = await SampleAsync();
        (byte[] first, _) = await _layers.CutAsync(LayerSet.Request(layers, 2));
        _layers.ReadDigests.Clear();

        (byte[] second, _) = await _layers.CutAsync(LayerSet.Request(layers, 2));

        Assert.Equal(first, second);
        Assert.Equal(layers[2..], _layers.ReadDigests);
    }

    [Fact]
    public async Task Base_WithADamagedIndex_IsReadAgain()
    {
        ImmutableArray<string> layers = await SampleAsync();
        (byte[] first, _) = await _layers.CutAsync(LayerSet.Request(layers, 2));
        foreach (string file in Directory.GetFiles(_layers.CacheFolder))
        {
            byte[] bytes = await File.ReadAllBytesAsync(file);
            await File.WriteAllBytesAsync(file, bytes[..(bytes.Length - 5)]);
        }
        _layers.ReadDigests.Clear();

        (byte[] second, _) = await _layers.CutAsync(LayerSet.Request(layers, 2));

        Assert.Equal(first, second);
        Assert.Equal(layers, _layers.ReadDigests);
    }

    [Fact]
    public async Task SeveralDeltas_ReadSharedLayersOnce()
    {
        ImmutableArray<string> layers = await SampleAsync();

        var results = await _layers.CutAsync([LayerSet.Request(layers[..3], 2), LayerSet.Request(layers, 3), LayerSet.Request(layers, 2)]);

        Assert.Equal(layers, _layers.ReadDigests);
        Assert.Equal(
            ["d0755 0/0 0 opt", "d0711 7/0 0 opt/x", "-0644 0/0 3 opt/x/a", "h0644 0/0 0 opt/x/b -> opt/x/a", "-0644 0/0 1 opt/x/temporary", "d1777 0/0 0 tmp", "-0644 0/0 1 tmp/t"],
            await Tars.LinesAsync(results[0].Archive));
        Assert.Contains("opt/x/a", results[1].Result.Deleted);
        Assert.Equal(["etc/passwd", "opt/x/b"], results[1].Result.Changed);
        Assert.Equal(ExpectedAdded, await Tars.LinesAsync(results[2].Archive));
    }

    [Fact]
    public async Task HardLinks_ToFilesOfLowerStepLayers_AreResolved()
    {
        ImmutableArray<string> layers =
        [
            await _layers.AddAsync(Tars.Text("base", "x")),
            await _layers.AddAsync(Tars.Text("z", "zzz")),
            await _layers.AddAsync(Tars.Bare(Tars.HardLink("a", "z"))),
        ];

        (byte[] archive, _) = await _layers.CutAsync(LayerSet.Request(layers, 1));

        Assert.Equal(["-0644 0/0 3 a", "h0644 0/0 0 z -> a"], await Tars.LinesAsync(archive));
    }

    [Fact]
    public async Task HardLinks_ToContentBelowTheLine_AreRefusedByName()
    {
        ImmutableArray<string> layers = [await _layers.AddAsync(Tars.Text("base", "x")), await _layers.AddAsync(Tars.Bare(Tars.HardLink("a", "base")))];

        CosException error = await Assert.ThrowsAsync<CosException>(() => _layers.CutAsync(LayerSet.Request(layers, 1)));

        Assert.Equal("COS6031", error.Diagnostics[0].Code);
    }

    [Fact]
    public async Task MountPointsThatAnEngineLeavesInAStepsLayer_AreNotTheStepsDoing()
    {
        ImmutableArray<string> layers =
        [
            await _layers.AddAsync(Tars.Text("base", "x")),
            await _layers.AddAsync(
                Tars.Bare(Tars.Folder("dev")), Tars.Bare(Tars.Folder("etc")), Tars.Text("etc/conf", "c"), Tars.Text("etc/hosts", "", 0x1ED), Tars.Text("etc/resolv.conf", "", 0x1ED),
                Tars.Bare(Tars.Folder("proc")), Tars.Bare(Tars.Folder("run")), Tars.Bare(Tars.Folder("sys", 0x16D))),
        ];

        (byte[] archive, _) = await _layers.CutAsync(LayerSet.Request(layers, 1));

        Assert.Equal(["d0755 0/0 0 etc", "-0644 0/0 1 etc/conf", "d0755 0/0 0 run", "d0555 0/0 0 sys"], await Tars.LinesAsync(archive));
    }

    [Fact]
    public async Task AMissingLayer_IsReportedByDigest()
    {
        ImmutableArray<string> layers = await SampleAsync();

        CosException error = await Assert.ThrowsAsync<CosException>(() => _layers.CutAsync(LayerSet.Request(layers, 2), layers[1..]));

        Assert.Equal("COS6030", error.Diagnostics[0].Code);
        Assert.Contains(layers[0], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoStepsAtAll_GivesAnEmptyArchive()
    {
        ImmutableArray<string> layers = await SampleAsync();

        (byte[] archive, DeltaResult result) = await _layers.CutAsync(LayerSet.Request(layers, layers.Length));

        Assert.Empty(await Tars.ReadAsync(archive));
        Assert.Empty(result.Changed);
    }
}
