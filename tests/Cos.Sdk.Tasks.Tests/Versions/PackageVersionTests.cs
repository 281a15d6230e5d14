using Cos.Sdk.Versions;

namespace Cos.Sdk.Tests.Versions;

public sealed class PackageVersionTests
{
    private static readonly string[] Texts =
    [
        "", "latest", "foo1", "0", "0.9", "0.10", "1", "1.", "1.0", "1.0.0", "1.00", "1.0-", "1.0-0", "1.0-1", "1.0-rc1", "1.0_rc2", "1.0rc3", "1.0.rc4",
        "1.0-RC1", "1.0-alpha", "1.0-alpha.1", "1.0-beta", "1.0-pre", "1.0-dev", "1.0~rc1", "1.0-rc1-2", "1.0-1-rc1", "1.0+1", "1.0+rc1", "1.0a", "1.02",
        "1.2", "v1.2", "V1.10", "1:0.1", "x:1.0", "1.2.3-r9", "1.2.3-r10", "20210415", "99999999999999999999", "1.0 ", "1.0é",
    ];

    [Theory]
    [InlineData("1.0-rc1", "1.0")]
    [InlineData("1.0_beta2", "1.0")]
    [InlineData("1.0dev", "1.0")]
    [InlineData("1.0-RC1", "1.0")]
    [InlineData("1.0-alpha", "1.0-beta")]
    [InlineData("1.0-beta", "1.0-pre1")]
    [InlineData("1.0-pre1", "1.0-rc.2")]
    [InlineData("1.0-rc.9", "1.0-rc.10")]
    [InlineData("0.9", "1.0-rc1")]
    [InlineData("1.0", "1.0-1")]
    [InlineData("1.0-1-rc1", "1.0-1")]
    [InlineData("1.0", "1.0-1-rc1")]
    [InlineData("1.0", "1.0+rc1")]
    [InlineData("1.0", "1.0-prefix")]
    [InlineData("v1.2", "1.10")]
    [InlineData("v1.2", "v1.10")]
    [InlineData("v2.0", "1.0")]
    [InlineData("latest", "0.0~1")]
    [InlineData("1.02", "1.2")]
    [InlineData("9999999999999999999", "99999999999999999999")]
    public void CompareTo_OlderAndNewer_OrdersThem(string older, string newer)
    {
        Assert.True(new PackageVersion(older).CompareTo(new PackageVersion(newer)) < 0);
        Assert.True(new PackageVersion(newer).CompareTo(new PackageVersion(older)) > 0);
    }

    [Fact]
    public void CompareTo_AnyTexts_IsATotalOrder()
    {
        PackageVersion[] versions = [.. Texts.Select(text => new PackageVersion(text))];
        foreach (PackageVersion a in versions)
        {
            foreach (PackageVersion b in versions)
            {
                Assert.Equal(Math.Sign(a.CompareTo(b)), -Math.Sign(b.CompareTo(a)));
                Assert.Equal(a.Text == b.Text, a.CompareTo(b) == 0);
                foreach (PackageVersion c in versions)
                {
                    Assert.False(a.CompareTo(b) <= 0 && b.CompareTo(c) <= 0 && a.CompareTo(c) > 0, $"{a.Text}, {b.Text}, {c.Text}");
                }
            }
        }
    }

    [Theory]
    [InlineData(">=0", "1.0-rc1", "1.0")]
    [InlineData(">=1.0-rc1", "1.0", "1.0-rc1")]
    [InlineData(">=1.0-rc1", "1.0-rc2", "1.1")]
    [InlineData(">=2.0-rc1", "1.0-rc1", "1.0")]
    [InlineData(">=1.0-1", "1.0-rc1", "1.0")]
    public void Compare_SelectorNamesAPreRelease_OnlyThisOneIsNotPutBeforeItsRelease(string selector, string older, string newer) =>
        Assert.True(PackageVersion.Compare(new PackageVersion(older), new PackageVersion(newer), [VersionSelector.Parse(selector)]) < 0);

    [Theory]
    [InlineData("1.0", "1.0-rc1", "1.0")]
    [InlineData("v1.10", "v1.2", "v1.10")]
    [InlineData("latest", "latest")]
    [InlineData("1.0-rc2", "1.0-rc1", "1.0-rc2", "1.0-beta")]
    [InlineData(null)]
    public void Best_OfSeveral_IsTheNewest(string? best, params string[] versions) => Assert.Equal(best, PackageVersion.Best(versions));

    [Fact]
    public void CompareTo_VeryLongVersions_EndsSoon()
    {
        string zeros = "1." + new string('0', 200_000);
        string words = string.Concat(Enumerable.Repeat("1a", 100_000));
        Assert.Equal(1, new PackageVersion(zeros + "1").CompareTo(new PackageVersion(zeros)));
        Assert.Equal(1, new PackageVersion(words + "1").CompareTo(new PackageVersion(words)));
    }
}
