using Cos.Sdk.Diagnostics;
using Cos.Sdk.Repositories;
using Cos.Sdk.Tests.Artifacts;
using Cos.Sdk.Tests.Repositories;
using Cos.Sdk.Trust;

namespace Cos.Sdk.Tests.Trust;

public sealed class SignedRepositoryTests : IDisposable
{
    private static readonly KeyFile Keys = new(path => TestData.PathOf("Trust/" + path), new Dictionary<string, string>());

    private readonly TemporaryFolder _temporary = new();

    private string Out => _temporary["out"];

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task Every_file_has_a_signature_that_openssl_verifies()
    {
        RepositoryContent content = await PrepareAsync();
        RepositoryUpdate update = await WriteAsync(content);
        string[] signatures = [.. Directory.EnumerateFiles(Out, "*.sig").Select(path => Path.GetFileName(path)!)];
        string[] files = [.. Directory.EnumerateFiles(Out).Select(path => Path.GetFileName(path)!).Where(name => !name.EndsWith(".sig", StringComparison.Ordinal))];
        Assert.Equal(files.Select(name => name + ".sig").Order(StringComparer.Ordinal), signatures.Where(name => !name.StartsWith("repository-", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        foreach (string file in files)
        {
            Assert.Equal("Verified OK\n", await VerifyAsync(file, file + ".sig"));
        }
        string named = Assert.Single(signatures, name => name.StartsWith("repository-", StringComparison.Ordinal));
        Assert.Equal("Verified OK\n", await VerifyAsync("repository.yaml", named));
        Assert.Contains(Path.Combine(Out, "repository.yaml.sig"), update.Files);
        Assert.Contains(Path.Combine(Out, named), update.Files);
    }

    [Fact]
    public async Task Signing_is_reproducible_and_raises_no_revision()
    {
        RepositoryContent content = await PrepareAsync();
        await WriteAsync(content with { SigningKey = null });
        Assert.Empty(Directory.EnumerateFiles(Out, "*.sig"));

        RepositoryUpdate signed = await WriteAsync(content);
        Assert.False(signed.IsChanged);
        Assert.Equal(1, signed.Header.Revision);
        string[] first = Signatures();
        foreach (string file in Directory.EnumerateFiles(Out, "*.sig"))
        {
            File.WriteAllText(file, "damaged");
        }
        await WriteAsync(content);
        Assert.Equal(first, Signatures());

        await WriteAsync(content with { SigningKey = null });
        Assert.Empty(Directory.EnumerateFiles(Out, "*.sig"));
    }

    [Fact]
    public async Task A_repository_is_read_when_a_trusted_key_signed_it()
    {
        RepositoryContent content = await PrepareAsync();
        await WriteAsync(content);
        Assert.Equal(2, (await OpenAsync()).Index.Packages.Length);

        // A reader that comes between the two renames finds the new root with the signature of its name.
        File.WriteAllText(Path.Combine(Out, "repository.yaml.sig"), "of another state");
        Assert.Equal(2, (await OpenAsync()).Index.Packages.Length);

        // One that was signed by hand has only the signature beside it.
        await WriteAsync(content);
        File.Delete(Directory.EnumerateFiles(Out, "repository-*.yaml.sig").Single());
        Assert.Equal(2, (await OpenAsync()).Index.Packages.Length);
    }

    [Fact]
    public async Task Unsigned_changed_and_foreign_repositories_are_refused()
    {
        RepositoryContent content = await PrepareAsync();
        await WriteAsync(content with { SigningKey = null });
        Assert.Equal("COS7189", await RefusalAsync());

        await WriteAsync(content);
        string root = Path.Combine(Out, "repository.yaml");
        string text = await File.ReadAllTextAsync(root);
        await File.WriteAllTextAsync(root, text.Replace("revision: 1", "revision: 9", StringComparison.Ordinal));
        Assert.Equal("COS7190", await RefusalAsync());

        await File.WriteAllTextAsync(root, text);
        using System.Security.Cryptography.ECDsa stranger = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        Dictionary<string, string> environment = new() { ["STRANGER"] = stranger.ExportPkcs8PrivateKeyPem() };
        await WriteAsync(content with { SigningKey = new KeyFile(path => path, environment).ReadSigningKey("env://STRANGER") });
        Assert.Equal("COS7190", await RefusalAsync());
    }

    [Fact]
    public async Task Signatures_of_earlier_states_go_with_their_archives()
    {
        RepositoryContent content = await PrepareAsync();
        await WriteAsync(content);
        for (int i = 0; i < 3; i++)
        {
            await WriteAsync(content with { Description = $"state {i}" });
        }
        Assert.Equal(2, Directory.EnumerateFiles(Out, "repository-*.yaml.sig").Count());
        Assert.Equal(2, (await OpenAsync()).Index.Packages.Length);
        await WriteAsync(content with { MetadataFiles = [.. content.MetadataFiles.Where(file => file.Contains("/b-", StringComparison.Ordinal))] });
        Assert.Equal([], Directory.EnumerateFiles(Out, "a-r-1.0*"));
        Assert.All(Directory.EnumerateFiles(Out, "*.sig").Where(file => !Path.GetFileName(file).StartsWith("repository-", StringComparison.Ordinal)), file => Assert.True(File.Exists(file[..^4]), file));
    }

    private async Task<RepositoryContent> PrepareAsync() => new()
    {
        Folder = Directory.CreateDirectory(Out).FullName,
        Name = "signed",
        Epoch = 1,
        MetadataFiles = [.. await ReferenceData.WriteArtifactsAsync(Out)],
        Definitions = [.. ReferenceData.CopyTree(_temporary["tree"])],
        Trees = [_temporary["tree"]],
        SigningKey = Keys.ReadSigningKey("plain.key"),
    };

    private static Task<RepositoryUpdate> WriteAsync(RepositoryContent content) => new RepositoryWriter(content, []).WriteAsync(default);

    private Task<PackageRepository> OpenAsync() => RepositoryReader.OpenAsync(
        new RepositoryReference { Name = "signed", Type = RepositoryType.Disk, Urls = [Out], VerificationKeys = [.. Keys.ReadVerificationKeys("plain.pub")] },
        new DiskTransport([Out]),
        default);

    private async Task<string> RefusalAsync() => Assert.Single((await Assert.ThrowsAsync<CosException>(OpenAsync)).Diagnostics).Code;

    private string[] Signatures() => [.. Directory.EnumerateFiles(Out, "*.sig").Order(StringComparer.Ordinal).Select(file => $"{Path.GetFileName(file)} {File.ReadAllText(file)}")];

    private Task<string> VerifyAsync(string file, string signature) => Shell.RunAsync(
        Out, $"base64 -d '{Out}/{signature}' > '{_temporary["der"]}' && openssl dgst -sha256 -verify '{TestData.PathOf("Trust/plain.pub")}' -signature '{_temporary["der"]}' '{Out}/{file}'");
}
