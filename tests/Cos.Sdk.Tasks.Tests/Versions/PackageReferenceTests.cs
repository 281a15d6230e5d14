using Cos.Sdk.Diagnostics;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Tests.Versions;

public sealed class PackageReferenceTests
{
    [Theory]
    [InlineData("cat/name@>=1.0,<2.0", "cat", "name", ">=1.0,<2.0")]
    [InlineData("cat/name@", "cat", "name", ">=0")]
    [InlineData(" cat/name ", "cat", "name", ">=0")]
    [InlineData("<=cat/name-1.2.3", "cat", "name", "<=1.2.3")]
    [InlineData("=cat/my-2nd-name-1.0", "cat", "my-2nd-name", "1.0")]
    [InlineData("=cat/name-1.0-1", "cat", "name", "1.0-1")]
    [InlineData("=cat/name-5.10.0-1-g3fa", "cat", "name", "5.10.0-1-g3fa")]
    [InlineData("=cat/name-1.0.0-rc.1+b2", "cat", "name", "1.0.0-rc.1+b2")]
    [InlineData("=cat/name-20210415", "cat", "name", "20210415")]
    [InlineData("=cat/name-v1.0", "cat", "name-v1.0", ">=0")]
    public void Parse_PackageText_SplitsIt(string text, string category, string name, string selector) =>
        Assert.Equal(new PackageReference(category, name, selector), PackageReference.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("@1.0")]
    [InlineData("cat/")]
    [InlineData("=name-1.0")]
    [InlineData(">=cat/name@1.0")]
    public void ParseRequirement_TextThatNamesNoPackage_IsRefused(string text) =>
        Assert.Equal("COS3007", Assert.Throws<CosException>(() => PackageReference.ParseRequirement(text)).Diagnostics[0].Code);

    [Theory]
    [InlineData("0.6.0-1", "0.6.0-1+1")]
    [InlineData("v1.2", "v1.2+1")]
    [InlineData("1.0+", "1.0+1")]
    [InlineData("1.0+99999999999999999999", "1.0+100000000000000000000")]
    public void Bump_AnyVersion_RaisesItsBuildNumber(string version, string expected) => Assert.Equal(expected, BuildNumber.Bump(version));
}
