using Cos.Sdk.Artifacts;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Differences;
using Cos.Sdk.Repositories;
using Cos.Sdk.Tests.Artifacts;
using Cos.Sdk.Tests.Repositories;

namespace Cos.Sdk.Tests.Differences;

public sealed class SideReaderTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task A_repository_is_compared_with_what_it_was_before_its_last_change()
    {
        RepositoryContent content = await CreateAsync();
        string kept = Path.Combine(content.Folder, "kept.yaml");
        File.Copy(Path.Combine(content.Folder, "repository.yaml"), kept);
        SideReader reader = new(content.Folder, _temporary.Path);
        Assert.Equal("COS7177", await CodeOfAsync(() => reader.OpenAsync("previous", default)));

        await ChangeAsync(content, "b", Tars.Text("b", "B\n"), Tars.Text("b2", "new\n"));

        foreach (string from in (string[])["previous", "out/kept.yaml"])
        {
            ComparedSide before = await reader.OpenAsync(from, default);
            Assert.Equal(["r/a@1.0", "r/b@1.0"], before.Packages.Select(package => package.Id.ToString()));
        }
        Difference difference = await SideComparer.CompareAsync(await reader.OpenAsync("previous", default), await reader.OpenAsync("", default), default);
        PackageDifference changed = Assert.Single(difference.Packages);
        Assert.Equal("r/b", changed.Package);
        Assert.True(changed.IsFromIndexes);
    }

    [Fact]
    public async Task Packages_and_archives_are_compared_with_each_other()
    {
        RepositoryContent content = await CreateAsync();
        SideReader reader = new(content.Folder, _temporary.Path);
        ComparedSide package = await reader.OpenAsync("r/b", default);
        ComparedSide archive = await reader.OpenAsync("out/a-r-1.0.package.tar.zst", default);

        PackageDifference difference = Assert.Single((await SideComparer.CompareAsync(package, archive, default)).Packages);

        Assert.Equal(["b Removed", "etc Added", "etc/a Added", "etc/a/c Added"], difference.Paths.Select(path => $"{path.Path} {path.Kind}"));
        ComparedSide own = await reader.OpenAsync("", default);
        Assert.Equal("COS7176", await CodeOfAsync(() => SideComparer.CompareAsync(package, own, default)));
        Assert.Equal("COS7175", await CodeOfAsync(() => reader.OpenAsync("r/nothing", default)));
        Assert.Empty((await SideComparer.CompareAsync(own, own, default)).Packages);
    }

    private async Task<RepositoryContent> CreateAsync()
    {
        string folder = Directory.CreateDirectory(_temporary["out"]).FullName;
        string[] metadata = await ReferenceData.WriteArtifactsAsync(folder);
        RepositoryContent content = new()
        {
            Folder = folder, Name = "test", Epoch = 1, MetadataFiles = [.. metadata], Definitions = [.. ReferenceData.CopyTree(_temporary["tree"])], Trees = [_temporary["tree"]],
        };
        await new RepositoryWriter(content, []).WriteAsync(default);
        return content;
    }

    private static async Task ChangeAsync(RepositoryContent content, string name, params (Cos.Sdk.Artifacts.Tar.TarEntry, byte[])[] entries)
    {
        byte[] archive = await TestRepository.CompressAsync(await Tars.MakeAsync(entries), CompressionAlgorithm.Zstd);
        await File.WriteAllBytesAsync(Path.Combine(content.Folder, $"{name}-r-1.0.package.tar.zst"), archive);
        string metadata = Path.Combine(content.Folder, $"{name}-r-1.0.metadata.yaml");
        string sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(archive));
        string text = await File.ReadAllTextAsync(metadata);
        int place = text.IndexOf("sha256: ", StringComparison.Ordinal) + "sha256: ".Length;
        await File.WriteAllTextAsync(metadata, text.Replace(text.Substring(place, 64), sha256, StringComparison.Ordinal));
        Assert.True((await new RepositoryWriter(content, []).WriteAsync(default)).IsChanged);
    }

    private static async Task<string> CodeOfAsync(Func<Task> work) =>
        Assert.Single((await Assert.ThrowsAsync<CosException>(work)).Diagnostics).Code;
}
