using System.Text.Json;
using Cos.Sdk.IntegrationTests.Engine;

namespace Cos.Sdk.IntegrationTests.Sdk;

/// <summary>Signatures and attestations of a published derivative, and what another derivative makes of them.</summary>
public sealed class TrustTests(PackedSdk sdk)
{
    [Fact]
    public async Task A_signed_repository_is_attested_and_trusted_until_somebody_changes_it()
    {
        using Sandbox publisher = await sdk.CreateSandboxAsync("publisher");
        TinyTree.WriteBootable(publisher);
        publisher.WritePackage(
            "debian",
            TinyTree.OnSeed + "steps:\n- mkdir -p /var/lib/dpkg && cp status /var/lib/dpkg/status\n- cp status /var/lib/dpkg/status-old\n");
        publisher.Write("packages/debian/status", "Package: bash\nStatus: install ok installed\nArchitecture: amd64\nVersion: 5.2-1\nMaintainer: Somebody <s@example.org>\n");
        Command.Run("sh", "-c", $"cd '{publisher.Folder}' && openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -passout pass:secret -out cos.key && openssl ec -in cos.key -passin pass:secret -pubout -out cos.pub 2>/dev/null");
        Dictionary<string, string?> password = new() { ["COS_SIGNING_PASSWORD"] = "secret" };

        BuildResult built = (await publisher.DotnetAsync("build", password, "-c", "Release", "-p:CosSigningKey=cos.key")).AssertSucceeded();

        Assert.DoesNotContain(built.Output, line => line.Contains("secret", StringComparison.Ordinal));
        string repository = publisher.PathOf("bin/Release/repository");
        foreach (string file in new[]
        {
            "repository.yaml", "repository.spdx.json", "repository.cdx.json", "debian-app-1.0.package.tar.zst", "debian-app-1.0.metadata.yaml", "debian-app-1.0.spdx.json",
            "debian-app-1.0.provenance.json", "tree.tar.gz",
        })
        {
            Command.Run("sh", "-c", $"cd '{repository}' && base64 -d {file}.sig > ../der && openssl dgst -sha256 -verify ../../../cos.pub -signature ../der {file}");
        }
        using JsonDocument system = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(repository, "debian-app-1.0.cdx.json")));
        Assert.Equal("pkg:deb/debian/bash@5.2-1?arch=amd64", Assert.Single(system.RootElement.GetProperty("components").EnumerateArray()).GetProperty("purl").GetString());
        using JsonDocument provenance = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(repository, "debian-app-1.0.provenance.json")));
        JsonElement definition = provenance.RootElement.GetProperty("predicate").GetProperty("buildDefinition");
        Assert.Contains(definition.GetProperty("resolvedDependencies").EnumerateArray(), item => item.GetProperty("name").GetString() == "app/debian@1.0:status");
        Assert.Contains(definition.GetProperty("resolvedDependencies").EnumerateArray(), item => item.GetProperty("name").GetString() == "cos.local/test:busybox");

        // Nothing to do: nothing is made again, and what lies beside the archives stays.
        Assert.Empty((await publisher.DotnetAsync("build", password, "-c", "Release", "-p:CosSigningKey=cos.key")).AssertSucceeded().Made);
        Assert.True(File.Exists(Path.Combine(repository, "debian-app-1.0.spdx.json.sig")));

        using Sandbox user = await sdk.CreateSandboxAsync("user");
        TinyTree.WriteChain(user);
        user.Write("iso.yaml", (await File.ReadAllTextAsync(publisher.PathOf("iso.yaml"))) + $"luet:\n  repositories:\n  - name: theirs\n    enable: true\n    type: disk\n    urls: [\"{repository}\"]\n");
        string key = $"-p:CosVerificationKey={publisher.PathOf("cos.pub")}";
        (await user.DotnetAsync("publish", "-p:target=Iso", key)).AssertSucceeded();

        string root = Path.Combine(repository, "repository.yaml");
        string text = await File.ReadAllTextAsync(root);
        await File.WriteAllTextAsync(root, text + "# changed\n");
        // What the lock holds was verified; looked at anew, the change is seen.
        Assert.Equal(["COS7190"], (await user.DotnetAsync("publish", "-p:target=Iso", key, "-p:CosVerifyContent=true")).AssertFailed().Codes);
        (await user.DotnetAsync("publish", "-p:target=Iso", "-p:CosVerifyContent=true")).AssertSucceeded();
        foreach (string signature in Directory.EnumerateFiles(repository, "repository*.yaml.sig"))
        {
            File.Delete(signature);
        }
        Assert.Equal(["COS7189"], (await user.DotnetAsync("publish", "-p:target=Iso", key, "-p:CosVerifyContent=true")).AssertFailed().Codes);
        Assert.Contains(
            (await user.DotnetAsync("build", "-t:CosSearch", "-c", "Release", "-p:CosSearchText=app/a@")).AssertSucceeded().Output,
            line => line.Contains("app/a@1.0 (local, revision 1)", StringComparison.Ordinal));

        (await publisher.DotnetAsync("clean", "-c", "Release")).AssertSucceeded();
        Assert.Empty(Directory.Exists(repository) ? Directory.EnumerateFiles(repository).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)) : []);
    }
}
