using Cos.Sdk.Engine;

namespace Cos.Sdk.Tests.Engine;

public sealed class ImageNameTests
{
    [Theory]
    [InlineData("name", "name", "latest")]
    [InlineData("group/name:1.0", "group/name", "1.0")]
    [InlineData("registry:5000/name", "registry:5000/name", "latest")]
    [InlineData("registry:5000/group/name:a_b", "registry:5000/group/name", "a_b")]
    [InlineData("name@sha256:00ff", "name", "sha256:00ff")]
    public void Parse_Reference_IsCutAtItsTag(string reference, string name, string tag) =>
        Assert.Equal(new ImageTag(name, tag), ImageTag.Parse(reference));

    [Theory]
    [InlineData("linux/amd64", "linux/amd64", true)]
    [InlineData("linux/arm64", "linux/arm64/v8", true)]
    [InlineData("linux/aarch64", "linux/arm64", true)]
    [InlineData("linux/arm/v6", "linux/arm/v7", false)]
    [InlineData("linux/arm64", "linux/amd64", false)]
    [InlineData("windows/amd64", "linux/amd64", false)]
    public void Matches_Platforms_AreComparedByPart(string requested, string actual, bool expected) =>
        Assert.Equal(expected, ImagePlatform.Matches(requested, actual));

    [Fact]
    public void FromEnvironment_Proxies_AreTakenWhenSet() => Assert.Equal(
        new Dictionary<string, string> { ["HTTP_PROXY"] = "http://p:3128", ["no_proxy"] = "localhost" },
        BuildProxies.FromEnvironment(new Dictionary<string, string>
        {
            ["HTTP_PROXY"] = "http://p:3128", ["no_proxy"] = "localhost", ["https_proxy"] = "", ["HOME"] = "/root",
        }));

    [Fact]
    public void ToString_Credential_HidesItsSecrets() => Assert.Equal(
        "credential for registry:5000",
        new EngineCredential { Server = "registry:5000", UserName = "u", Password = "secret", IdentityToken = "token" }.ToString());
}
