using Cos.Sdk.Diagnostics;
using Cos.Sdk.Registry;

namespace Cos.Sdk.Tests.Registry;

public sealed class ImageReferenceTests
{
    private const string Digest = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    [Theory]
    [InlineData("debian", "docker.io", "library/debian", null, null)]
    [InlineData("debian:bookworm-slim", "docker.io", "library/debian", "bookworm-slim", null)]
    [InlineData("group/name", "docker.io", "group/name", null, null)]
    [InlineData("docker.io/debian", "docker.io", "library/debian", null, null)]
    [InlineData("index.docker.io/group/name:1", "docker.io", "group/name", "1", null)]
    [InlineData("localhost/name", "localhost", "name", null, null)]
    [InlineData("localhost:5000/name", "localhost:5000", "name", null, null)]
    [InlineData("registry:5000/a/b/c:1.0-2", "registry:5000", "a/b/c", "1.0-2", null)]
    [InlineData("quay.io/a/b@" + Digest, "quay.io", "a/b", null, Digest)]
    [InlineData("quay.io/a/b:x@" + Digest, "quay.io", "a/b", "x", Digest)]
    [InlineData("127.0.0.1:5000/sample", "127.0.0.1:5000", "sample", null, null)]
    [InlineData("[::1]:5000/sample:1", "[::1]:5000", "sample", "1", null)]
    [InlineData("Host/name", "Host", "name", null, null)]
    [InlineData("a__b/c-d.e_f:T.x_1-2", "docker.io", "a__b/c-d.e_f", "T.x_1-2", null)]
    public void Parse_Names_AreCompletedAsDockerDoes(string text, string registry, string repository, string? tag, string? digest) =>
        Assert.Equal(new ImageReference(registry, repository, tag, digest), ImageReference.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("Name")]
    [InlineData("a b")]
    [InlineData("registry:5000/")]
    [InlineData("registry:5000/A")]
    [InlineData("https://registry/a")]
    [InlineData("a/../b")]
    [InlineData("a//b")]
    [InlineData("a:tag with blank")]
    [InlineData("a:")]
    [InlineData("a@sha256:1234")]
    [InlineData("a@md5:d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("registry:port/a")]
    [InlineData("user:password@registry.example/a")]
    [InlineData("registry.example/a\n")]
    public void Parse_WhatIsNoName_IsRefused(string text) =>
        Assert.Equal("COS7200", Assert.Throws<CosException>(() => ImageReference.Parse(text)).Diagnostics[0].Code);

    [Fact]
    public void Parse_TextForm_IsReadAgain()
    {
        ImageReference reference = ImageReference.Parse("registry:5000/a/b:x@" + Digest);
        Assert.Equal(reference, ImageReference.Parse(reference.ToString()));
        Assert.Equal(Digest, reference.Selector);
        Assert.Equal("latest", ImageReference.Parse("debian").Selector);
    }

    [Fact]
    public void Parse_LongestTag_IsAccepted()
    {
        Assert.True(ImageReference.TryParse("a:" + new string('x', 128), out _, out _));
        Assert.False(ImageReference.TryParse("a:" + new string('x', 129), out _, out _));
    }
}
