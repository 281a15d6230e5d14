using Cos.Sdk.Building;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Files;
using Cos.Sdk.Planning;
using Cos.Sdk.Tests.Planning;

namespace Cos.Sdk.Tests.Building;

public sealed class StampTests : IDisposable
{
    private static readonly Diagnostic Warning = new("COS6010", DiagnosticSeverity.Warning, "said", new SourceLocation("/f", 1, 2));

    private readonly PlanTree _tree = new PlanTree().Add("a", "image: one", "steps: [echo a]");

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Check_StampOfThisPlan_SaysItsWarningsAgain()
    {
        ArtifactNode node = Artifact(size: 3);
        Assert.Equal([Warning], new Stamps(_tree.Root, _tree.Root).Check(node));
        Assert.True(File.Exists(NodeStamp.PathOf(_tree.Root, node.Key)));
    }

    [Fact]
    public void Check_OtherPlanOrLostArchive_RemovesTheStamp()
    {
        ArtifactNode node = Artifact(size: 3);
        Assert.Empty(new Stamps(_tree.Root, _tree.Root).Check(node with { Hash = "other" }));
        Assert.False(File.Exists(NodeStamp.PathOf(_tree.Root, node.Key)));
        node = Artifact(size: 4);
        Assert.Empty(new Stamps(_tree.Root, _tree.Root).Check(node));
        Assert.False(File.Exists(NodeStamp.PathOf(_tree.Root, node.Key)));
    }

    [Theory]
    [InlineData("part-c-1.0.package.tar.zst", null, false)]
    [InlineData("part-c-1.0.package.tar.zst", "longer", false)]
    [InlineData("part-c-1.0.metadata.yaml", null, false)]
    [InlineData("part-c-1.0.metadata.yaml", "", true)]
    public void Check_ArchiveOfAPartThatIsGone_RemovesTheStamp(string file, string? text, bool holds)
    {
        _tree.Add("a", "image: one", "steps: [echo a]", "subpackages:", "- {name: part, category: c, version: \"1.0\", includes: [^/x]}");
        ArtifactNode node = _tree.Artifact(_tree.Plan("a"), "a");
        _tree.With(node.Archive, "abc").With(node.Metadata, "").With("part-c-1.0.package.tar.zst", "part").With("part-c-1.0.metadata.yaml", "");
        string stamp = NodeStamp.PathOf(_tree.Root, node.Key);
        new NodeStamp { Hash = node.Hash, ArchiveSize = 3, PartSizes = [4] }.Write(stamp);
        new Stamps(_tree.Root, _tree.Root).Check(node);
        Assert.True(File.Exists(stamp));
        if (text is null)
        {
            File.Delete(Path.Combine(_tree.Root, file));
        }
        else
        {
            _tree.With(file, text);
        }
        new Stamps(_tree.Root, _tree.Root).Check(node);
        Assert.Equal(holds, File.Exists(stamp));
    }

    [Fact]
    public void Check_StampOfAnOlderSdk_IsRead()
    {
        ArtifactNode node = Artifact(size: 3);
        string stamp = NodeStamp.PathOf(_tree.Root, node.Key);
        File.WriteAllText(stamp, $$"""{"hash": "{{node.Hash}}", "archiveSize": 3}""");
        Assert.Empty(new Stamps(_tree.Root, _tree.Root).Check(node));
        Assert.True(File.Exists(stamp));
        MadePlans.Write(_tree.Root, node, NodeStamp.Read(stamp)!);
        Assert.Null(new EarlierArchives(_tree.Root).Find(node));
    }

    [Fact]
    public void Read_DamagedStamp_IsNone() => Assert.Null(NodeStamp.Read(Path.Combine(_tree.With("x.stamp", "{").Root, "x.stamp")));

    [Fact]
    public async Task TakeAsync_HeldLock_IsWaitedForAndTimesOut()
    {
        string file = Path.Combine(_tree.Root, "x", ".lock");
        int told = 0;
        FileLock first = await FileLock.TakeAsync(file, null, TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        CosException exception = await Assert.ThrowsAsync<CosException>(() =>
            FileLock.TakeAsync(file, () => told++, TimeSpan.FromMilliseconds(120), TestContext.Current.CancellationToken));
        Assert.Equal(("COS0009", 1), (Assert.Single(exception.Diagnostics).Code, told));
        first.Dispose();
        (await FileLock.TakeAsync(file, null, TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken)).Dispose();
    }

    private ArtifactNode Artifact(long size)
    {
        ArtifactNode node = _tree.Artifact(_tree.Plan("a"), "a");
        _tree.With(node.Archive, "abc").With(node.Metadata, "");
        new NodeStamp { Hash = node.Hash, ArchiveSize = size, Diagnostics = [Warning] }.Write(NodeStamp.PathOf(_tree.Root, node.Key));
        return node;
    }
}
