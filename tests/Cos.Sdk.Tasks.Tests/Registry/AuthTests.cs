using System.Text;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Registry;
using Cos.Sdk.Tests.Artifacts;

namespace Cos.Sdk.Tests.Registry;

public sealed class AuthTests
{
    [Fact]
    public void Challenge_SeveralSchemes_AreTakenApart()
    {
        IReadOnlyList<AuthChallenge> challenges = AuthChallenge.Parse(
            "Basic realm=\"a, b\", Bearer realm=\"https://auth.example/token\",service=\"x\\\"y\" , scope=repository:a:pull");
        Assert.Equal(["Basic", "Bearer"], challenges.Select(item => item.Scheme));
        Assert.Equal("a, b", challenges[0]["realm"]);
        Assert.Equal("https://auth.example/token", challenges[1]["realm"]);
        Assert.Equal("x\"y", challenges[1]["service"]);
        Assert.Equal("repository:a:pull", challenges[1]["scope"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("=====")]
    [InlineData("Bearer realm=\"unfinished")]
    [InlineData(",,, \"\" = , =")]
    public void Challenge_Nonsense_EndsAndDoesNotThrow(string header) => Assert.InRange(AuthChallenge.Parse(header).Count, 0, 3);

    [Fact]
    public void Document_EveryWayOfWriting_IsRead()
    {
        AuthDocument document = Parse($$"""
            {
              "auths": {
                "registry:5000": { "auth": "{{Base64("me:se:cret")}}" },
                "https://quay.io/v2/": { "username": "you", "password": "p" },
                "https://index.docker.io/v1/": { "identitytoken": "t" },
                "empty.example": {}
              },
              "credHelpers": { "helped.example": "tool" },
              "credsStore": "store"
            }
            """);
        Assert.Equal(new RegistryCredential { UserName = "me", Password = "se:cret" }, document.Find("registry:5000"));
        Assert.Equal(new RegistryCredential { UserName = "you", Password = "p" }, document.Find("quay.io"));
        Assert.Equal(new RegistryCredential { IdentityToken = "t" }, document.Find("docker.io"));
        Assert.Null(document.Find("empty.example"));
        Assert.Equal("tool", document.HelperFor("helped.example"));
        Assert.Equal("store", document.HelperFor("other.example"));
    }

    [Theory]
    [InlineData("{ \"auths\": \"secret-word\"")]
    [InlineData("{ \"auths\": { \"a\": { \"auth\": \"secret-word*\" } } }")]
    public void Document_Damaged_IsAnErrorWithoutItsContent(string json)
    {
        CosException exception = Assert.Throws<CosException>(() => Parse(json));
        Assert.Equal("COS7210", exception.Diagnostics[0].Code);
        Assert.DoesNotContain("secret-word", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Credential_AsText_HidesSecrets() =>
        Assert.DoesNotContain("secret", new RegistryCredential { UserName = "u", Password = "secret", IdentityToken = "secret" }.ToString(), StringComparison.Ordinal);

    [Fact]
    public async Task Stored_VariablesOfOneHost_AreForThatHostAlone()
    {
        StoredCredentials credentials = new(
            new Dictionary<string, string> { ["COS_REGISTRY_HOST"] = "a.example", ["COS_REGISTRY_USERNAME"] = "u", ["COS_REGISTRY_PASSWORD"] = "p" }, "");
        Assert.Equal("u", (await credentials.FindAsync("a.example", default))!.UserName);
        Assert.Null(await credentials.FindAsync("b.example", default));
    }

    [Fact]
    public async Task Stored_HelperProgram_IsAskedOnceForEachRegistry()
    {
        using TemporaryFolder folder = new();
        string log = Path.Combine(folder.Path, "asked");
        WriteHelper(folder.Path, "tool", $$"""
            read server
            echo "$1 $server" >> '{{log}}'
            case "$server" in
              good.example) printf '{"ServerURL":"good.example","Username":"u","Secret":"s"}' ;;
              token.example) printf '{"ServerURL":"token.example","Username":"<token>","Secret":"t"}' ;;
              broken.example) echo "secret-word" ; exit 3 ;;
              *) echo "credentials not found in native keychain" ; exit 1 ;;
            esac
            """);
        StoredCredentials credentials = new(
            new Dictionary<string, string>
            {
                ["PATH"] = folder.Path + ":/usr/bin:/bin",
                ["COS_REGISTRY_AUTH"] = $$"""{ "credsStore": "tool", "auths": { "plain.example": { "auth": "{{Base64("w:x")}}" } } }""",
            },
            "");
        Assert.Equal(new RegistryCredential { UserName = "u", Password = "s" }, await credentials.FindAsync("good.example", default));
        Assert.Equal(new RegistryCredential { UserName = "u", Password = "s" }, await credentials.FindAsync("good.example", default));
        Assert.Equal(new RegistryCredential { IdentityToken = "t" }, await credentials.FindAsync("token.example", default));
        Assert.Equal(new RegistryCredential { UserName = "w", Password = "x" }, await credentials.FindAsync("plain.example", default));
        Assert.Null(await credentials.FindAsync("unknown.example", default));
        CosException broken = await Assert.ThrowsAsync<CosException>(() => credentials.FindAsync("broken.example", default));
        Assert.Equal("COS7209", broken.Diagnostics[0].Code);
        Assert.DoesNotContain("secret-word", broken.ToString(), StringComparison.Ordinal);
        Assert.Equal(5, File.ReadAllLines(log).Length);
    }

    [Theory]
    [InlineData("not-installed")]
    [InlineData("../../bin/sh")]
    public async Task Stored_HelperThatCannotRun_IsNamed(string helper)
    {
        StoredCredentials credentials = new(
            new Dictionary<string, string> { ["DOCKER_AUTH_CONFIG"] = $$"""{ "credHelpers": { "a.example": "{{helper}}" } }""" }, "");
        CosException exception = await Assert.ThrowsAsync<CosException>(() => credentials.FindAsync("a.example", default));
        Assert.Equal("COS7209", exception.Diagnostics[0].Code);
        Assert.Contains(helper, exception.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    private static void WriteHelper(string folder, string name, string script)
    {
        string file = Path.Combine(folder, "docker-credential-" + name);
        File.WriteAllText(file, "#!/bin/sh\n" + script + "\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static AuthDocument Parse(string json) => AuthDocument.Parse(Encoding.UTF8.GetBytes(json), "test");

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
