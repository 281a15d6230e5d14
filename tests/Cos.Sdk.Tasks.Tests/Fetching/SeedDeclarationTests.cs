using Cos.Sdk.Diagnostics;
using Cos.Sdk.Fetching;

namespace Cos.Sdk.Tests.Fetching;

public sealed class SeedDeclarationTests
{
    [Fact]
    public void Check_OnlyASuite_TakesTheDistributionsDefaults()
    {
        SeedImage seed = Accept(new() { Reference = "debian-base:bookworm", Suite = "bookworm" });

        Assert.Equal(SeedDistribution.Debian, seed.Distribution);
        Assert.Equal(("minbase", "amd64"), (seed.Variant, seed.Architecture));
        Assert.Equal(["main"], seed.Components);
        Assert.Empty(seed.Mirrors);
        Assert.Equal("/usr/share/keyrings/debian-archive-keyring.gpg", seed.Keyring);
    }

    [Fact]
    public void Check_UbuntuSuite_IsRecognized()
    {
        SeedImage seed = Accept(new() { Reference = "ubuntu-base:24.04", Suite = "noble", Architecture = "aarch64" });

        Assert.Equal(SeedDistribution.Ubuntu, seed.Distribution);
        Assert.Equal(["main", "universe"], seed.Components);
        Assert.Equal("/usr/share/keyrings/ubuntu-archive-keyring.gpg", seed.Keyring);
        Assert.Equal("arm64", seed.Architecture);
    }

    [Fact]
    public void Check_Packages_AreSortedAndEachOnce()
    {
        SeedImage seed = Accept(new() { Reference = "x", Suite = "bookworm", Packages = "systemd;udev, kmod\n  systemd g++" });
        Assert.Equal(["g++", "kmod", "systemd", "udev"], seed.Packages);
    }

    [Fact]
    public void Check_Mirrors_KeepTheirOrder()
    {
        SeedImage seed = Accept(new()
        {
            Reference = "x",
            Suite = "bookworm",
            Mirror = "http://mirror.example/debian; deb [arch=amd64] https://mirror.example/debian-security bookworm-security main",
        });
        Assert.Equal(
            ["http://mirror.example/debian", "deb [arch=amd64] https://mirror.example/debian-security bookworm-security main"], seed.Mirrors);
    }

    [Theory]
    [InlineData("Reference", "-x")]
    [InlineData("Reference", "UPPER")]
    [InlineData("Suite", "")]
    [InlineData("Suite", "--simulate")]
    [InlineData("Suite", "book worm")]
    [InlineData("Variant", "custom")]
    [InlineData("Packages", "?essential")]
    [InlineData("Packages", "./local.deb")]
    [InlineData("Packages", "libc6=2.36")]
    [InlineData("Packages", "-e")]
    [InlineData("Mirror", "http://user:secret@mirror.example/debian")]
    [InlineData("Mirror", "/etc/passwd")]
    [InlineData("Mirror", "deb [trusted=yes;x] http://mirror.example/ bookworm main")]
    [InlineData("Mirror", "-")]
    [InlineData("Components", "main$(id)")]
    [InlineData("Architecture", "amd64,i386")]
    [InlineData("Distribution", "fedora")]
    [InlineData("Tarball", "/x.tar")]
    public void Check_TextOfAWrongForm_IsNamed(string key, string value)
    {
        SeedDeclaration declaration = new()
        {
            Reference = key == "Reference" ? value : "x",
            Suite = key == "Suite" ? value : "bookworm",
            Variant = key == "Variant" ? value : "",
            Packages = key == "Packages" ? value : "",
            Mirror = key == "Mirror" ? value : "",
            Components = key == "Components" ? value : "",
            Architecture = key == "Architecture" ? value : "",
            Distribution = key == "Distribution" ? value : "",
            Tarball = key == "Tarball" ? value : "",
            Location = new SourceLocation("/p/x.cosproj"),
        };
        DiagnosticBag diagnostics = [];

        Assert.Null(declaration.Check(diagnostics));

        Assert.All(diagnostics, diagnostic => Assert.Equal("COS7510", diagnostic.Code));
        Assert.Contains(diagnostics, diagnostic => diagnostic.Message.Contains($" {key} '", StringComparison.Ordinal));
        Assert.All(diagnostics, diagnostic => Assert.Equal("/p/x.cosproj", diagnostic.Location!.File));
    }

    [Fact]
    public void Check_Tarball_IsASeedOfItsOwn()
    {
        SeedImage seed = Accept(new() { Reference = "x", Tarball = "/p/root.tar.zst" });
        Assert.True(seed.IsTarball);
    }

    private static SeedImage Accept(SeedDeclaration declaration)
    {
        DiagnosticBag diagnostics = [];
        SeedImage? seed = declaration.Check(diagnostics);
        Assert.Empty(diagnostics);
        return seed!;
    }
}
