using System.IO.Compression;
using System.Text;
using Cos.Sdk.IntegrationTests.Engine;

namespace Cos.Sdk.IntegrationTests.Sdk;

/// <summary>Secrets reach steps, and nothing else.</summary>
public sealed class SecretTests(PackedSdk sdk)
{
    private const string Token = "t0ken-that-nobody-may-see";
    private const string Line = "machine example.org password h1dden-line";

    [Fact]
    public async Task Steps_read_secrets_that_leave_no_trace()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        box.Write("secrets/netrc", $"# two lines\n{Line}\n");
        box.WritePackage("a", TinyTree.OnSeed + """
            steps:
            - mkdir -p /opt && sha256sum < $COS_SECRETS/token | cut -c 1-16 > /opt/token && stat -c %a $COS_SECRETS/token
            - |
              cat "$COS_SECRETS"/token
              sha256sum < ${COS_SECRETS}/netrc | cut -c 1-16 > /opt/netrc
              ls $COS_SECRETS > /opt/names
            - echo "$COS_SECRETS" > /opt/none && ls /dev/shm >> /opt/none

            """);
        Dictionary<string, string?> environment = new() { ["MY_TOKEN"] = Token };
        string[] arguments = ["-p:CosBuildSecrets=token=env://MY_TOKEN%3Bnetrc=secrets/netrc", "-p:CosBuildNetwork=none"];

        BuildResult missing = (await box.DotnetAsync("build", arguments)).AssertFailed();
        Assert.Equal(["COS5450"], missing.Codes);
        BuildResult built = (await box.DotnetAsync("build", environment, arguments)).AssertSucceeded();

        Assert.Empty(built.Codes);
        Assert.Equal(Digest(Token) + "\n", box.ReadArchive("a-app-1.0.package.tar.zst", "opt/token"));
        Assert.Equal(Digest($"# two lines\n{Line}\n") + "\n", box.ReadArchive("a-app-1.0.package.tar.zst", "opt/netrc"));
        Assert.Equal("netrc\ntoken\n", box.ReadArchive("a-app-1.0.package.tar.zst", "opt/names"));
        Assert.Equal("\n", box.ReadArchive("a-app-1.0.package.tar.zst", "opt/none"));
        string log = await File.ReadAllTextAsync(box.PathOf("obj/Debug/cos/logs/image.a-app-1.0.log"));
        Assert.Contains("***", log, StringComparison.Ordinal);
        Assert.Contains("600", log, StringComparison.Ordinal);

        string image = box.ImageOf("image.a-app-1.0");
        string saved = box.PathOf("saved.tar");
        Command.Run("docker", "save", "--output", saved, image);
        File.WriteAllText(box.PathOf("history"), Command.Run("docker", "history", "--no-trunc", image) + Command.Run("docker", "image", "inspect", image));
        File.WriteAllText(box.PathOf("console"), string.Join('\n', built.Output.Concat(missing.Output)));
        foreach (string file in Directory.EnumerateFiles(box.Folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith("secrets/netrc", StringComparison.Ordinal)))
        {
            Assert.False(Holds(file, Token) || Holds(file, "h1dden-line"), $"{file} holds a secret");
        }

        // Another value is no other image, and a failing step does not show it either.
        environment["MY_TOKEN"] = "another-value";
        Assert.Empty((await box.DotnetAsync("build", environment, arguments)).AssertSucceeded().Made);
        box.WritePackage("a", TinyTree.OnSeed + "steps:\n- cat $COS_SECRETS/token && false\n");
        BuildResult failed = (await box.DotnetAsync("build", environment, arguments)).AssertFailed();
        Assert.Contains(failed.Output, line => line.Contains("***", StringComparison.Ordinal));
        Assert.DoesNotContain(failed.Output, line => line.Contains("another-value", StringComparison.Ordinal));
    }

    private static string Digest(string text) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];

    /// <summary>Looks at the bytes, and at what they unpack to: binary logs are compressed.</summary>
    private static bool Holds(string file, string text)
    {
        byte[] bytes = File.ReadAllBytes(file);
        if (file.EndsWith(".binlog", StringComparison.Ordinal))
        {
            using GZipStream unpacked = new(new MemoryStream(bytes), CompressionMode.Decompress);
            using MemoryStream whole = new();
            unpacked.CopyTo(whole);
            bytes = whole.ToArray();
        }
        return bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0 || bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(text)) >= 0;
    }
}
