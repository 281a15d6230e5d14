using System.Text;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Building;
using Cos.Sdk.Planning;
using Cos.Sdk.Tests.Planning;

namespace Cos.Sdk.Tests.Building;

/// <summary>An archive of another configuration gives the bytes that cutting the image would give.</summary>
public sealed class EarlierArchivesTests : IDisposable
{
    private readonly PlanTree _tree = new PlanTree().Add("a", "image: one", "steps: [echo a]", "delta: changes");

    private string Release => Path.Combine(_tree.Root, "obj", "Release", "cos", "plan");

    private string Debug => Path.Combine(_tree.Root, "obj", "Debug", "cos", "plan");

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task CompressAsync_ArchiveOfAnotherConfiguration_IsWhatCuttingGives()
    {
        ArtifactNode release = Node(level: 9);
        MadeArtifact cut = await CutAsync(release, "cut");
        await MakeDebugAsync();
        NodeStamp? earlier = new EarlierArchives(Release).Find(release);
        Assert.NotNull(earlier);
        MadeArtifact? compressed = await EarlierArchives.CompressAsync(release, earlier, new ArtifactFinisher(Folders("release")), default);
        Assert.NotNull(compressed);
        Assert.Equal(await File.ReadAllBytesAsync(cut.Archive.File), await File.ReadAllBytesAsync(compressed.Archive.File));
        Assert.Equal(await File.ReadAllTextAsync(cut.MetadataFile), await File.ReadAllTextAsync(compressed.MetadataFile));
        Assert.Contains("gone", await File.ReadAllTextAsync(cut.MetadataFile), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_OtherContentOrLostArchive_IsNone()
    {
        MadeArtifact debug = await MakeDebugAsync();
        ArtifactNode release = Node(level: 9);
        Assert.NotNull(new EarlierArchives(Release).Find(release));
        Assert.NotNull(new EarlierArchives(Debug).Find(release));
        Assert.Null(new EarlierArchives(Release).Find(release with { ContentHash = "other" }));
        Assert.Null(new EarlierArchives(Path.Combine(_tree.Root, "elsewhere")).Find(release));
        File.Delete(debug.Archive.File);
        Assert.Null(new EarlierArchives(Release).Find(release));
    }

    [Fact]
    public async Task CompressAsync_ArchiveThatWasReplaced_IsNotTaken()
    {
        MadeArtifact debug = await MakeDebugAsync();
        ArtifactNode release = Node(level: 9);
        NodeStamp earlier = new EarlierArchives(Release).Find(release)!;
        byte[] bytes = await File.ReadAllBytesAsync(debug.Archive.File);
        bytes[^6] ^= 1;
        await File.WriteAllBytesAsync(debug.Archive.File, bytes);
        Assert.Null(await EarlierArchives.CompressAsync(release, earlier, new ArtifactFinisher(Folders("release")), default));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_tree.Root, "release")));
    }

    private ArtifactNode Node(int level) => _tree.Artifact(_tree.Plan(settings => settings with { CompressionLevel = level }, "a"), "a");

    private async Task<MadeArtifact> MakeDebugAsync()
    {
        ArtifactNode node = Node(level: 1);
        MadeArtifact made = await CutAsync(node, "debug");
        MadePlans.Write(Debug, node, new NodeStamp
        {
            Hash = node.Hash,
            ContentHash = $"{node.ContentHash}.{node.Compression}.{node.CompressionLevel}",
            ArchiveDigest = made.Archive.Sha256,
            ArchiveSize = made.Archive.Size,
            ArchiveFile = made.Archive.File,
        });
        return made;
    }

    private async Task<MadeArtifact> CutAsync(ArtifactNode node, string folder)
    {
        ArtifactFinisher finisher = new(Folders(folder));
        await using PackageArchiveWriter archive = finisher.Open(node);
        byte[] content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 50_000)));
        await archive.AddAsync(new TarEntry { Path = "opt", Kind = TarEntryKind.Directory, Mode = 0x1ED }, null, default);
        await archive.AddAsync(
            new TarEntry { Path = "opt/file", Kind = TarEntryKind.File, Mode = 0x1A4, Size = content.Length }, new MemoryStream(content), default);
        await archive.AddAsync(new TarEntry { Path = "opt/link", Kind = TarEntryKind.HardLink, Mode = 0x1A4, LinkTarget = "opt/file" }, null, default);
        await archive.AddAsync(new TarEntry { Path = "opt/\u00e4", Kind = TarEntryKind.SymbolicLink, Mode = 0x1FF, LinkTarget = "file" }, null, default);
        return await finisher.FinishAsync(node, archive, ["opt/gone"], default);
    }

    private ArtifactFolders Folders(string name) => new()
    {
        Output = Path.Combine(_tree.Root, name),
        Cache = Path.Combine(_tree.Root, "cache"),
        Temporary = Path.Combine(_tree.Root, "spool"),
        Reports = Path.Combine(_tree.Root, "logs"),
    };
}
