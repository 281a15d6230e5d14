using System.Security.Cryptography;
using System.Text.Json;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Differences;
using Cos.Sdk.Tests.Artifacts;
using Cos.Sdk.Tests.Repositories;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Tests.Differences;

public sealed class PackageComparerTests
{
    private const string Status = "Package: bash\nStatus: install ok installed\nArchitecture: amd64\nVersion: 5.2-1\n\n";

    [Fact]
    public async Task Same_bytes_are_no_difference_and_are_not_read()
    {
        ComparedPackage package = (await MakeAsync(Tars.Text("a", "A"))) with { Open = _ => throw new InvalidOperationException("read") };
        Assert.Null(await PackageComparer.CompareAsync(package, package, default));
    }

    [Fact]
    public async Task Every_aspect_of_a_path_is_seen()
    {
        ComparedPackage from = await MakeAsync(
            Tars.Text("content", "one"), Tars.Text("size", "one"), Tars.Text("mode", "x"), Tars.Text("owner", "x"), Tars.Text("time", "x"),
            Tars.Text("kind", "x"), Tars.Bare(Tars.Symlink("target", "a")), Tars.Text("attributes", "x"), Tars.Text("same", "x"), Tars.Text("gone", "x"));
        (TarEntry time, byte[] content) = Tars.Text("time", "x");
        (TarEntry owner, _) = Tars.Text("owner", "x");
        (TarEntry attributes, _) = Tars.Text("attributes", "x");
        ComparedPackage to = await MakeAsync(
            Tars.Text("content", "two"), Tars.Text("size", "three"), Tars.Text("mode", "x", 0x1ED), (owner with { UserId = 7 }, content), (time with { ModificationTime = 5 }, content),
            Tars.Bare(Tars.Folder("kind")), Tars.Bare(Tars.Symlink("target", "b")), (attributes.With("security.capability", 1), content), Tars.Text("same", "x"), Tars.Text("new", "x"));

        PackageDifference difference = (await PackageComparer.CompareAsync(from, to, default))!;

        Assert.Equal(
            [
                "attributes Changed attributes", "content Changed content", "gone Removed ", "kind Changed kind content size mode",
                "mode Changed mode", "new Added ", "owner Changed owner", "size Changed content size", "target Changed target", "time Changed time",
            ],
            difference.Paths.Select(path => $"{path.Path} {path.Kind} {string.Join(' ', path.Aspects)}"));
        Assert.False(difference.IsPackingOnly);
    }

    [Fact]
    public async Task Order_and_compression_alone_are_told_apart_from_content()
    {
        ComparedPackage from = await MakeAsync(CompressionAlgorithm.Gzip, Tars.Text("a", "A"), Tars.Text("b", "B"));
        ComparedPackage to = await MakeAsync(CompressionAlgorithm.Zstd, Tars.Text("b", "B"), Tars.Text("a", "A"));
        PackageDifference difference = (await PackageComparer.CompareAsync(from, to, default))!;
        Assert.True(difference.IsPackingOnly);
        Assert.Empty(difference.Paths);
    }

    [Fact]
    public async Task Texts_show_the_first_lines_that_differ_without_control_characters()
    {
        ComparedPackage from = await MakeAsync(Tars.Text("t", "same\nold\nend\n"), Tars.Text("binary", "a\0b"));
        ComparedPackage to = await MakeAsync(Tars.Text("t", "same\nnew \u001b[31m\nmore\nend\n"), Tars.Text("binary", "a\0c"));
        PackageDifference difference = (await PackageComparer.CompareAsync(from, to, default))!;
        Assert.Null(difference.Paths[0].Text);
        TextDifference text = difference.Paths[1].Text!;
        Assert.Equal(2, text.Line);
        Assert.Equal(["old"], text.From);
        Assert.Equal(["new \uFFFD[31m", "more"], text.To);
    }

    [Fact]
    public async Task Packages_of_the_distribution_are_compared_by_the_databases_inside()
    {
        ComparedPackage from = await MakeAsync(Tars.Text("var/lib/dpkg/status", Status + Status.Replace("bash", "dash")));
        ComparedPackage to = await MakeAsync(
            Tars.Text("var/lib/dpkg/status", Status.Replace("5.2-1", "5.3-1")), Tars.Text("var/lib/dpkg/status.d/zsh", "Package: zsh\nVersion: 1\nArchitecture: all\n"));
        PackageDifference difference = (await PackageComparer.CompareAsync(from, to, default))!;
        Assert.Equal(
            [new("bash", "amd64", "5.2-1", "5.3-1"), new("dash", "amd64", "5.2-1", null), new DistributionPackageDifference("zsh", "all", null, "1")],
            difference.DistributionPackages);
    }

    [Fact]
    public async Task A_lost_archive_is_compared_by_the_lists_of_the_indexes()
    {
        ComparedPackage from = (await MakeAsync(Tars.Text("a", "A"))) with { Open = null, Files = ["a", "b"] };
        ComparedPackage to = (await MakeAsync(Tars.Text("b", "B"))) with { Files = ["b", "c"] };
        PackageDifference difference = (await PackageComparer.CompareAsync(from, to, default))!;
        Assert.True(difference.IsFromIndexes);
        Assert.Equal(["a Removed", "c Added"], difference.Paths.Select(path => $"{path.Path} {path.Kind}"));
    }

    [Fact]
    public async Task An_archive_that_is_not_the_promised_one_is_refused()
    {
        ComparedPackage from = (await MakeAsync(Tars.Text("a", "A"))) with { Sha256 = new string('0', 64) };
        CosException refused = await Assert.ThrowsAsync<CosException>(async () => await PackageComparer.CompareAsync(from, await MakeAsync(Tars.Text("b", "B")), default));
        Assert.Equal("COS6022", Assert.Single(refused.Diagnostics).Code);
    }

    [Fact]
    public async Task Lines_and_json_say_the_same()
    {
        ComparedPackage from = await MakeAsync(Tars.Text("opt/built", "old\n"), Tars.Text("gone", ""));
        ComparedPackage to = await MakeAsync(Tars.Text("opt/built", "newer\n"));
        PackageDifference package = (await PackageComparer.CompareAsync(from, to, default))!;
        WritingStep step = new("c/p@1.0", "RUN date > /opt/built", "/tree/build.yaml", 3, 3);
        Difference difference = new("one", "two", [package with { Paths = [package.Paths[0], package.Paths[1] with { WrittenBy = step }] }]);

        Assert.Equal(
            [
                "  c/p 1.0: 1 removed, 1 changed; 0.000 MB -> 0.000 MB",
                "    removed gone (0 bytes, 0644, 0:0)",
                "    changed opt/built (content, size 4 -> 6)",
                "      written by /tree/build.yaml(3,3): RUN date > /opt/built",
                "      1 - old",
                "      1 + newer",
            ],
            DifferenceText.Write(difference));
        using JsonDocument json = JsonDocument.Parse(DifferenceJson.Write(difference));
        JsonElement path = json.RootElement.GetProperty("packages")[0].GetProperty("paths")[1];
        Assert.Equal("changed", path.GetProperty("kind").GetString());
        Assert.Equal("file", path.GetProperty("to").GetProperty("kind").GetString());
        Assert.Equal("RUN date > /opt/built", path.GetProperty("writtenBy").GetProperty("instruction").GetString());
        Assert.False(json.RootElement.GetProperty("areEqual").GetBoolean());
    }

    private static Task<ComparedPackage> MakeAsync(params (TarEntry, byte[])[] entries) => MakeAsync(CompressionAlgorithm.Zstd, entries);

    private static async Task<ComparedPackage> MakeAsync(CompressionAlgorithm compression, params (TarEntry, byte[])[] entries)
    {
        byte[] archive = await TestRepository.CompressAsync(await Tars.MakeAsync(entries), compression);
        return new ComparedPackage
        {
            Id = new PackageId(new PackageName("c", "p"), "1.0"),
            ArchiveFile = "p-c-1.0.package.tar",
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(archive)),
            Open = _ => Task.FromResult<Stream>(new AsyncOnlyStream(new MemoryStream(archive))),
        };
    }
}
