using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trust;

namespace Cos.Sdk.Tests.Trust;

public sealed class KeyFileTests
{
    private static readonly string Digest = new('a', 64);

    /// <summary>One key in all forms that it may have; the last two were made with another implementation of scrypt and secretbox.</summary>
    [Theory]
    [InlineData("plain.key")]
    [InlineData("sec1.key")]
    [InlineData("encrypted.key")]
    [InlineData("cosign.key")]
    [InlineData("cosign-older.key")]
    public void Every_form_of_a_key_signs_the_same(string file)
    {
        SigningKey key = Keys("COS_SIGNING_PASSWORD", "secret").ReadSigningKey(file)!;
        string signature = key.Sign(Digest);
        Assert.Equal(Keys().ReadSigningKey("plain.key")!.Sign(Digest), signature);
        VerificationKey published = Assert.Single(Keys().ReadVerificationKeys("plain.pub"));
        Assert.True(published.Verifies(Digest, signature + "\n"));
        Assert.False(published.Verifies(new string('b', 64), signature));
        Assert.False(published.Verifies(Digest, Convert.ToBase64String(new byte[70])));
        Assert.False(published.Verifies(Digest, "no base64!"));
        Assert.False(published.Verifies(Digest, ""));
    }

    [Theory]
    [InlineData("nothing.key", "COS7185")]
    [InlineData("env://NOTHING", "COS7185")]
    [InlineData("plain.pub", "COS7186")]
    [InlineData("rsa.key", "COS7186")]
    [InlineData("p384.key", "COS7187")]
    [InlineData("encrypted.key", "COS7188")]
    [InlineData("cosign.key", "COS7188")]
    public void A_key_that_cannot_sign_is_refused(string file, string code) =>
        Assert.Equal(code, CodeOf(() => Keys().ReadSigningKey(file)));

    [Theory]
    [InlineData("encrypted.key")]
    [InlineData("cosign.key")]
    public void A_wrong_password_is_refused(string file) =>
        Assert.Equal("COS7186", CodeOf(() => Keys("COSIGN_PASSWORD", "wrong").ReadSigningKey(file)));

    /// <summary>The header asks scrypt for four gigabytes.</summary>
    [Fact]
    public void Parameters_of_a_hostile_key_are_bounded()
    {
        string json = """{"kdf":{"name":"scrypt","params":{"N":4194304,"r":8,"p":1},"salt":"AAAA"},"cipher":{"name":"nacl/secretbox","nonce":"AAAA"},"ciphertext":"AAAA"}""";
        string pem = $"-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\n{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(json))}\n-----END ENCRYPTED SIGSTORE PRIVATE KEY-----\n";
        Dictionary<string, string> environment = new() { ["KEY"] = pem, ["COS_SIGNING_PASSWORD"] = "secret" };
        Assert.Equal("COS7186", CodeOf(() => new KeyFile(path => path, environment).ReadSigningKey("env://KEY")));
    }

    [Fact]
    public void Keys_come_from_variables_and_several_may_be_trusted()
    {
        Dictionary<string, string> environment = new()
        {
            ["SECRET"] = File.ReadAllText(TestData.PathOf("Trust/plain.key")), ["PUBLIC"] = File.ReadAllText(TestData.PathOf("Trust/plain.pub")),
        };
        KeyFile keys = new(path => TestData.PathOf("Trust/" + path), environment);
        string signature = keys.ReadSigningKey("env://SECRET")!.Sign(Digest);
        Assert.Equal(2, keys.ReadVerificationKeys(" env://PUBLIC ; plain.pub;").Count(key => key.Verifies(Digest, signature)));
        Assert.Null(keys.ReadSigningKey(" "));
        Assert.Empty(keys.ReadVerificationKeys(""));
    }

    private static KeyFile Keys(string variable = "NONE", string value = "") =>
        new(path => TestData.PathOf("Trust/" + path), new Dictionary<string, string> { [variable] = value });

    private static string CodeOf(Func<object?> work) => Assert.Single(Assert.Throws<CosException>(work).Diagnostics).Code;
}
