using System.Text.RegularExpressions;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Artifacts.Metadata;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Repositories;
using Cos.Sdk.Tests.Artifacts;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Tests.Repositories;

public sealed partial class RepositoryWriterTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly DiagnosticBag _diagnostics = [];

    private string Out => _temporary["out"];

    public void Dispose() => _temporary.Dispose();

    /// <summary>Differs on purpose: archives are named by their content, and there are no snapshots.</summary>
    [Fact]
    public async Task WriteAsync_RecordedTree_GivesTheFilesOfTheClassicTools()
    {
        await WriteAsync(await PrepareAsync());

        Assert.Equal(ReferenceData.Text("expected.repository.rev1.yaml"), Alias(await ReadAsync("repository.yaml")));
        Assert.Equal(ReferenceData.Text("expected.repository.meta.yaml"), Alias(await ReadArchiveAsync("repository.meta.yaml.tar", "repository.meta.yaml")));
        foreach (string archive in (string[])["tree.tar.gz", "compilertree.tar.gz", "repository.meta.yaml.tar"])
        {
            Assert.Equal(ReferenceData.Lines($"expected.repository.{archive}.txt"), (await EntriesAsync(archive)).Select(item => Listed(item.Entry)));
        }
        foreach (string file in (string[])["r/a/1.0/definition.yaml", "r/a/1.0/finalize.yaml", "r/b/1.0/definition.yaml"])
        {
            Assert.Equal(ReferenceData.Text($"expected.tree.{file.Replace("/", "__")}"), await ReadArchiveAsync("tree.tar.gz", file));
        }
        Assert.Empty(_diagnostics);
    }

    [Fact]
    public async Task WriteAsync_ArchivesAreNamedByContentAndCopiedToTheClassicNames()
    {
        RepositoryUpdate update = await WriteAsync(await PrepareAsync());

        Assert.Equal(7, update.Files.Length);
        foreach (RepositoryFile file in (RepositoryFile[])[update.Header.Tree, update.Header.Meta, update.Header.CompilerTree!])
        {
            byte[] content = await File.ReadAllBytesAsync(Path.Combine(Out, file.FileName));
            Assert.Equal(file.Sha256, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content)));
            Assert.Contains(file.Sha256[..16], file.FileName, StringComparison.Ordinal);
            Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(Out, ContentName().Replace(file.FileName, ""))));
        }
        Assert.All((await EntriesAsync("tree.tar.gz")).Concat(await EntriesAsync("compilertree.tar.gz")), item =>
            Assert.Equal((0L, 0L, 315532800L), (item.Entry.UserId, item.Entry.GroupId, item.Entry.ModificationTime)));
    }

    [Fact]
    public async Task WriteAsync_WhatItWrote_IsReadAndInstalledFrom()
    {
        await WriteAsync(await PrepareAsync());
        PackageRepository repository = await OpenAsync();
        InstallationPlan plan = new InstallationPlanner([repository]).Plan(["r/a"], default);
        using MemoryStream root = new();
        await new Installer(plan, new InstallationOptions { Epoch = 1000, IgnoreFinalizers = true }, []).WriteAsync(root, default);

        Assert.Equal(["b", "etc", "etc/a", "etc/a/c"], (await Tars.ReadAsync(root.ToArray())).Select(item => item.Entry.Path));
        Assert.Equal("echo installed > /finalized", Assert.Single(plan.Finalizers[0].Spec.Install).Command);
    }

    /// <summary>From the files that a build makes: trees as they are read, metadata as artifacts get it.</summary>
    [Fact]
    public async Task WriteAsync_ReadTreesAndOwnMetadata_GiveARepository()
    {
        RepositoryContent content = await PrepareAsync();
        PackageTree tree = TreeReader.Read([.. content.Trees], _diagnostics);
        foreach (Package package in tree.Packages.Where(package => package.Id.Name.Name is "a" or "b"))
        {
            string archive = PackageArchiveName.Archive(package.Id, CompressionAlgorithm.Zstd);
            ArtifactMetadata metadata = new()
            {
                ArchiveFile = archive,
                Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Out, archive)))),
                Compression = CompressionAlgorithm.Zstd,
                Files = ["x"],
                Definition = package.Definition,
            };
            BuildSpec spec = new() { Requires = [], Copies = [new CopyEntry(null, "debian", "/a", "/b", package.Definition.Location)] };
            ArtifactMetadataWriter.Write(Path.Combine(Out, PackageArchiveName.Metadata(package.Id)), metadata, new BuildRecord(spec, [], "cache", "", 1000));
        }
        await WriteAsync(content with { Definitions = [.. tree.Packages.Select(PublishedDefinition.Of)] });

        Assert.Empty(_diagnostics);
        Assert.Equal(ReferenceData.Text("expected.tree.r__a__1.0__definition.yaml"), await ReadArchiveAsync("tree.tar.gz", "r/a/1.0/definition.yaml"));
        PackageRepository repository = await OpenAsync();
        Assert.Equal(["r/a@1.0", "r/b@1.0"], repository.Index.Packages.Select(package => package.Definition.Id.ToString()));
        Assert.Equal("COS7049", (await Assert.ThrowsAsync<CosException>(() => new Installer(
            new InstallationPlanner([repository]).Plan(["r/a"], default), new InstallationOptions { Epoch = 1 }, []).WriteAsync(Stream.Null, default))).Diagnostics[0].Code);
    }

    [Fact]
    public async Task WriteAsync_NothingChanged_TouchesNoFile()
    {
        RepositoryContent content = await PrepareAsync();
        await WriteAsync(content);
        Dictionary<string, (DateTime, string)> before = Snapshot();
        RepositoryUpdate again = await WriteAsync(content with { Epoch = content.Epoch + 1000 });

        Assert.False(again.IsChanged);
        Assert.Equal(1, again.Header.Revision);
        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public async Task WriteAsync_ContentChanged_RaisesTheRevisionAndKeepsOneGeneration()
    {
        RepositoryContent content = await PrepareAsync();
        RepositoryUpdate first = await WriteAsync(content);
        await File.AppendAllTextAsync(Path.Combine(content.Trees[0], "b", "build.yaml"), "# comment\n");
        RepositoryUpdate second = await WriteAsync(content with { Epoch = 2_000_000_000 });

        Assert.True(second.IsChanged);
        Assert.Equal((2, 2_000_000_000L), (second.Header.Revision, second.Header.LastUpdate));
        Assert.NotEqual(first.Header.CompilerTree, second.Header.CompilerTree);
        Assert.Equal((first.Header.Tree, first.Header.Meta), (second.Header.Tree, second.Header.Meta));
        Assert.True(File.Exists(Path.Combine(Out, first.Header.CompilerTree!.FileName)));
        Assert.Equal(ReferenceData.Text("expected.repository.rev2.yaml"), Alias(await ReadAsync("repository.yaml")));

        RepositoryUpdate third = await WriteAsync(content with { Description = "Other" });
        Assert.Equal(3, third.Header.Revision);
        RepositoryUpdate fourth = await WriteAsync(content with { Urls = ["/other"], Description = "Other" });
        Assert.Equal(4, fourth.Header.Revision);
        Assert.False(File.Exists(Path.Combine(Out, first.Header.CompilerTree.FileName)));
        Assert.True(File.Exists(Path.Combine(Out, fourth.Header.CompilerTree!.FileName)));
    }

    [Fact]
    public async Task WriteAsync_OverARepositoryOfTheClassicTools_GoesOnFromItsRevision()
    {
        RepositoryContent content = await PrepareAsync();
        await ReferenceData.WriteRepositoryAsync(Out);
        Assert.Equal(3, (await WriteAsync(content)).Header.Revision);
        Assert.Empty(_diagnostics);
    }

    [Theory]
    [InlineData("tree.tar.gz")]
    [InlineData("content")]
    public async Task WriteAsync_AFileIsMissingOrDamaged_IsPutBackWithoutANewRevision(string file)
    {
        RepositoryContent content = await PrepareAsync();
        RepositoryUpdate first = await WriteAsync(content);
        string path = Path.Combine(Out, file == "content" ? first.Header.Tree.FileName : file);
        byte[] bytes = await File.ReadAllBytesAsync(path);
        File.Delete(path);
        Assert.Equal(first.Header.Revision, (await WriteAsync(content)).Header.Revision);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(path));

        await File.WriteAllBytesAsync(path, new byte[bytes.Length]);
        Assert.Equal(first.Header.Revision, (await WriteAsync(content)).Header.Revision);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(path));
    }

    [Fact]
    public async Task WriteAsync_DamagedRepositoryYaml_IsReplacedWithAWarning()
    {
        RepositoryContent content = await PrepareAsync();
        Directory.CreateDirectory(Out);
        await File.WriteAllTextAsync(Path.Combine(Out, "repository.yaml"), "nonsense: [");
        Assert.Equal(1, (await WriteAsync(content)).Header.Revision);
        Assert.Equal("COS7023", Assert.Single(_diagnostics).Code);
    }

    [Fact]
    public async Task WriteAsync_PackageDropped_RemovesItsFilesAndNoOthers()
    {
        RepositoryContent content = await PrepareAsync();
        await WriteAsync(content);
        string[] foreign = ["notes.txt", "c-r-1.0.package.tar", "c-r-1.0.metadata.yaml", "tree-of-mine.tar.gz"];
        foreach (string name in foreign)
        {
            await File.WriteAllTextAsync(Path.Combine(Out, name), "mine");
        }
        RepositoryUpdate update = await WriteAsync(content with { MetadataFiles = [content.MetadataFiles[1]] });

        Assert.Equal(["a-r-1.0.metadata.yaml", "a-r-1.0.package.tar.zst"], update.Removed.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(foreign, name => Assert.True(File.Exists(Path.Combine(Out, name))));
        Assert.Equal(["r/b@1.0"], (await OpenAsync()).Index.Packages.Select(package => package.Definition.Id.ToString()));
    }

    [Fact]
    public async Task WriteAsync_KilledBuildLeftTemporaries_TheyAreRemoved()
    {
        RepositoryContent content = await PrepareAsync();
        string[] left = [".tree.abcdefgh.xyz", ".repository.meta.0123abcd.tmp", "repository.yaml.01234567.abc"];
        foreach (string name in left)
        {
            await File.WriteAllTextAsync(Path.Combine(Out, name), "");
        }
        await WriteAsync(content);
        Assert.All(left, name => Assert.False(File.Exists(Path.Combine(Out, name))));
    }

    [Fact]
    public async Task WriteAsync_RequirementIsNotPublished_WarnsAtItsPlace()
    {
        RepositoryContent content = await PrepareAsync();
        await WriteAsync(content with { MetadataFiles = [content.MetadataFiles[0]] });

        Diagnostic warning = Assert.Single(_diagnostics);
        Assert.Equal(("COS7022", DiagnosticSeverity.Warning), (warning.Code, warning.Severity));
        Assert.Equal((Path.Combine(content.Trees[0], "a", "definition.yaml"), 5), (warning.Location!.File, warning.Location.Line));

        DiagnosticBag none = [];
        RepositoryContent known = content with { MetadataFiles = [content.MetadataFiles[0]], KnownElsewhere = [content.Definitions[1].Definition] };
        await new RepositoryWriter(known, none).WriteAsync(default);
        Assert.Empty(none);
    }

    [Fact]
    public async Task WriteAsync_TreesOfOneName_AreBothPublished()
    {
        RepositoryContent content = await PrepareAsync();
        string second = Directory.CreateDirectory(_temporary["other/tree"]).FullName;
        Directory.CreateDirectory(Path.Combine(second, ".git"));
        await File.WriteAllTextAsync(Path.Combine(second, ".git", "HEAD"), "x");
        Directory.CreateDirectory(Path.Combine(second, "obj"));
        await File.WriteAllTextAsync(Path.Combine(second, "obj", "x"), "x");
        await File.WriteAllTextAsync(Path.Combine(second, "run.sh"), "x");
        File.CreateSymbolicLink(Path.Combine(second, "link"), "run.sh");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(second, "run.sh"), (UnixFileMode)0x1C0);
        }
        await WriteAsync(content with { Trees = [.. content.Trees, second, Path.Combine(second, "nested")], ExcludedFolders = [Path.Combine(second, "obj")] });

        Assert.Equal(
            ["d0755 0/0 - tree-2", "l0777 0/0 - tree-2/link", "-0755 0/0 - tree-2/run.sh"],
            (await EntriesAsync("compilertree.tar.gz")).Select(item => Listed(item.Entry)).Where(line => line.Contains("tree-2", StringComparison.Ordinal)));
        Assert.Contains((await EntriesAsync("compilertree.tar.gz")), item => item.Entry.Path == "tree/a/build.yaml");
    }

    [Fact]
    public async Task WriteAsync_SamePackagesElsewhereInOtherOrder_GivesTheSameBytes()
    {
        RepositoryContent content = await PrepareAsync();
        RepositoryUpdate first = await WriteAsync(content);
        string other = _temporary["other"];
        string tree = Path.Combine(other, "tree");
        PublishedDefinition[] definitions = ReferenceData.CopyTree(tree);
        string folder = Directory.CreateDirectory(Path.Combine(other, "out")).FullName;
        string[] metadata = await ReferenceData.WriteArtifactsAsync(folder);
        RepositoryContent moved = content with
        {
            Folder = folder, Trees = [tree], Definitions = [.. definitions.Reverse()], MetadataFiles = [.. metadata.Reverse()],
        };
        RepositoryUpdate second = await new RepositoryWriter(moved, _diagnostics).WriteAsync(default);
        Assert.Equal(first.Files.Select(file => Convert.ToHexString(File.ReadAllBytes(file))), second.Files.Select(file => Convert.ToHexString(File.ReadAllBytes(file))));
    }

    [Fact]
    public async Task WriteAsync_WhatCannotBePublished_IsRefusedByCode()
    {
        RepositoryContent content = await PrepareAsync();
        await FailsAsync("COS7001", content with { Type = RepositoryType.Docker });
        await FailsAsync("COS7025", content with { MetadataFiles = [.. content.MetadataFiles, content.MetadataFiles[0]] });

        PublishedDefinition bad = content.Definitions[0] with { Definition = content.Definitions[0].Definition with { Id = TestRepository.Id("r/..@1.0") } };
        string text = await File.ReadAllTextAsync(content.MetadataFiles[0]);
        await File.WriteAllTextAsync(content.MetadataFiles[0], text.Replace("name: a", "name: .."));
        await FailsAsync("COS7024", content with { Definitions = [bad] });

        await File.WriteAllTextAsync(content.MetadataFiles[0], text.Replace("path: build/a-r-1.0.package.tar.zst", "path: gone.tar"));
        await FailsAsync("COS7020", content);
        await File.WriteAllTextAsync(content.MetadataFiles[0], "- a");
        await FailsAsync("COS7004", content);
        await File.WriteAllTextAsync(content.MetadataFiles[0], text.Replace("sha256: ", "sha256: x"));
        await Assert.ThrowsAsync<CosException>(() => WriteAsync(content));
        await File.WriteAllTextAsync(content.MetadataFiles[0], "a: [");
        await Assert.ThrowsAsync<CosException>(() => WriteAsync(content));
        Assert.False(File.Exists(Path.Combine(Out, "repository.yaml")));
        Assert.Equal(4, Directory.EnumerateFiles(Out).Count());
    }

    [Fact]
    public async Task WriteAsync_ArtifactThatNoTreeDefines_IsLeftOutWithAWarning()
    {
        RepositoryContent content = await PrepareAsync();
        await WriteAsync(content with { Definitions = [.. content.Definitions.Where(item => item.Definition.Id.Name.Name == "b")] });
        Assert.Equal("COS7021", Assert.Single(_diagnostics).Code);
        Assert.Single((await OpenAsync()).Index.Packages);
    }

    private async Task<RepositoryContent> PrepareAsync()
    {
        string tree = _temporary["src/tree"];
        PublishedDefinition[] definitions = ReferenceData.CopyTree(tree);
        Directory.CreateDirectory(Out);
        string[] metadata = await ReferenceData.WriteArtifactsAsync(Out);
        return new RepositoryContent
        {
            Folder = Out,
            Name = "demo",
            Description = "Demo",
            Urls = ["/srv/demo"],
            Epoch = 1_700_000_000,
            MetadataFiles = [.. metadata],
            Definitions = [.. definitions.OrderBy(item => item.Definition.Id.Name)],
            Trees = [tree],
        };
    }

    private Task<RepositoryUpdate> WriteAsync(RepositoryContent content) => new RepositoryWriter(content, _diagnostics).WriteAsync(default);

    private async Task FailsAsync(string code, RepositoryContent content)
    {
        CosException error = await Assert.ThrowsAsync<CosException>(() => WriteAsync(content));
        Assert.Equal(code, error.Diagnostics[0].Code);
    }

    private Task<PackageRepository> OpenAsync() => RepositoryReader.OpenAsync(
        new RepositoryReference { Name = "demo", Type = RepositoryType.Disk, Urls = [Out] }, "/", ReferenceData.NoCache, default);

    private Task<string> ReadAsync(string file) => File.ReadAllTextAsync(Path.Combine(Out, file));

    private async Task<List<(TarEntry Entry, byte[] Content)>> EntriesAsync(string archive)
    {
        await using FileStream file = File.OpenRead(Path.Combine(Out, archive));
        await using DecompressionStream content = await DecompressionStream.OpenAsync(file, DecompressionLimits.Default, archive, default);
        return await Tars.ReadAsync(content);
    }

    private async Task<string> ReadArchiveAsync(string archive, string path) =>
        System.Text.Encoding.UTF8.GetString((await EntriesAsync(archive)).Single(item => item.Entry.Path == path).Content);

    private Dictionary<string, (DateTime, string)> Snapshot() => Directory.EnumerateFiles(Out).ToDictionary(
        file => file, file => (File.GetLastWriteTimeUtc(file), Convert.ToHexString(File.ReadAllBytes(file))));

    private static string Listed(TarEntry entry) => SizeColumn().Replace(Tars.Line(entry), " - ", 1).Split(" -> ")[0];

    /// <summary>As the recorded texts are: digests, times and contents in names replaced.</summary>
    private static string Alias(string text) => TimeText().Replace(ContentName().Replace(Digest().Replace(text, "<HASH>"), ""), "$1<TIME>");

    [GeneratedRegex("(?<=[0-9]) [0-9]+ (?=[a-z])")]
    private static partial Regex SizeColumn();

    [GeneratedRegex("\\b[0-9a-f]{64}\\b")]
    private static partial Regex Digest();

    [GeneratedRegex("-[0-9a-f]{16}(?=\\.)")]
    private static partial Regex ContentName();

    [GeneratedRegex("((?:buildtimestamp|last_update): ).+")]
    private static partial Regex TimeText();
}
