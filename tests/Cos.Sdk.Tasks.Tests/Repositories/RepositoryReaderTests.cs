using Cos.Sdk.Diagnostics;
using Cos.Sdk.Repositories;
using Cos.Sdk.Tests.Artifacts;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Tests.Repositories;

public sealed class RepositoryReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task OpenAsync_RepositoryOfTheClassicTools_IsRead()
    {
        await ReferenceData.WriteRepositoryAsync(_folder.Path);
        PackageRepository repository = await OpenAsync();

        RepositoryHeader header = repository.Index.Header;
        Assert.Equal(("demo", "Demo", RepositoryType.Disk, 2, 1669888800L), (header.Name, header.Description, header.Type, header.Revision, header.LastUpdate));
        Assert.Equal(["/srv/demo"], header.Urls);
        Assert.Equal(["r/a@1.0", "r/b@1.0"], repository.Index.Packages.Select(package => package.Definition.Id.ToString()));

        RepositoryPackage a = repository.Index.Packages[0];
        Assert.Equal(("a-r-1.0.package.tar.zst", "etc/a/c"), (a.ArchiveFile, Assert.Single(a.Files)));
        PackageRequirement requirement = Assert.Single(a.Definition.Requires);
        Assert.Equal("r/b@>=1.0", requirement.ToString());
        Assert.Equal(11, requirement.Location!.Line);
        Assert.Equal(("v", "/etc/a"), (a.Definition.Labels["k"], a.Definition.Annotations["config_protect"]));
        Assert.Contains("echo installed", a.Finalizer, StringComparison.Ordinal);
        Assert.Null(repository.Index.Packages[1].Finalizer);
    }

    [Fact]
    public async Task OpenAsync_RepositoryOfTheClassicTools_IsInstalledFrom()
    {
        await ReferenceData.WriteRepositoryAsync(_folder.Path);
        InstallationPlan plan = new InstallationPlanner([await OpenAsync()]).Plan(["r/a"], default);
        using MemoryStream root = new();
        InstallationOptions options = new() { Epoch = 1000, IgnoreFinalizers = true };
        InstallationResult result = await new Installer(plan, options, []).WriteAsync(root, default);

        Assert.Equal(["-0644 0/0 2 b", "d0755 0/0 0 etc", "d0755 0/0 0 etc/a", "-0644 0/0 2 etc/a/c"], await Tars.LinesAsync(root.ToArray()));
        Assert.Equal("r/a@1.0", Assert.Single(result.Finalizers).Package.ToString());
    }

    [Theory]
    [InlineData("tree.tar.gz")]
    [InlineData("repository.meta.yaml.tar")]
    public async Task OpenAsync_ArchiveIsNotThePromisedOne_IsRefused(string file)
    {
        await ReferenceData.WriteRepositoryAsync(_folder.Path);
        byte[] bytes = await File.ReadAllBytesAsync(_folder[file]);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(_folder[file], bytes);
        await FailsAsync("COS7007");
        File.Delete(_folder[file]);
        await FailsAsync("COS7005");
    }

    [Fact]
    public async Task OpenAsync_NothingThere_SaysWhereItLooked()
    {
        Diagnostic error = await FailsAsync("COS7003");
        Assert.Contains(_folder.Path, error.Message, StringComparison.Ordinal);
        Assert.Equal("/project/sample.cosproj", error.Location!.File);
    }

    [Theory]
    [InlineData("filename: tree.tar.gz", "filename: ../../etc/..", "COS7008")]
    [InlineData("filename: tree.tar.gz", "filename: [a]", "COS7004")]
    [InlineData("  tree:\n", "  wood:\n", "COS7004")]
    [InlineData("type: disk", "type: floppy", "COS7002")]
    [InlineData("name: demo", "name: [demo]", "COS7004")]
    [InlineData("revision: 2", "revision: new", "COS7004")]
    [InlineData("sha256: ", "sha256: 12", "COS7004")]
    public async Task OpenAsync_RepositoryYamlIsNotAsItMustBe_IsRefused(string text, string replacement, string code)
    {
        await ReferenceData.WriteRepositoryAsync(_folder.Path);
        string header = await File.ReadAllTextAsync(_folder["repository.yaml"]);
        Assert.Contains(text, header, StringComparison.Ordinal);
        await File.WriteAllTextAsync(_folder["repository.yaml"], header.Replace(text, replacement));
        await FailsAsync(code);
    }

    [Fact]
    public async Task OpenAsync_UrlsAreTriedInTurnAndMayBeRelative()
    {
        await ReferenceData.WriteRepositoryAsync(Directory.CreateDirectory(_folder["re po"]).FullName);
        PackageRepository relative = await RepositoryReader.OpenAsync(Reference("missing", "re po"), _folder.Path, ReferenceData.NoCache, default);
        PackageRepository url = await RepositoryReader.OpenAsync(Reference(new Uri(_folder["re po"]).AbsoluteUri), "/", ReferenceData.NoCache, default);
        Assert.Equal(2, relative.Index.Packages.Length);
        Assert.Equal(2, url.Index.Packages.Length);
    }

    [Theory]
    [InlineData("docker")]
    public async Task OpenAsync_TypeThatIsNotSupported_IsRefusedByName(string type)
    {
        RepositoryReference reference = Reference("https://example.org/") with { Type = RepositoryTypes.Parse(type, "demo", null) };
        CosException error = await Assert.ThrowsAsync<CosException>(() => RepositoryReader.OpenAsync(reference, "/", ReferenceData.NoCache, default));
        Assert.Equal("COS7001", error.Diagnostics[0].Code);
        Assert.Contains($"'{type}'", error.Message, StringComparison.Ordinal);
    }

    private async Task<Diagnostic> FailsAsync(string code)
    {
        CosException error = await Assert.ThrowsAsync<CosException>(OpenAsync);
        Assert.Equal(code, error.Diagnostics[0].Code);
        return error.Diagnostics[0];
    }

    private Task<PackageRepository> OpenAsync() => RepositoryReader.OpenAsync(Reference(_folder.Path), "/", ReferenceData.NoCache, default);

    private static RepositoryReference Reference(params string[] urls) => new()
    {
        Name = "demo",
        Type = RepositoryType.Disk,
        Urls = [.. urls],
        Location = new SourceLocation("/project/sample.cosproj", 12),
    };
}
