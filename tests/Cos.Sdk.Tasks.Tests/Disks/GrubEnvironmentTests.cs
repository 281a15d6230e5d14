using System.Text;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Disks;

namespace Cos.Sdk.Tests.Disks;

public sealed class GrubEnvironmentTests
{
    [Fact]
    public void Block_IsWhatGrubWrites()
    {
        byte[] block = GrubEnvironment.Empty.With("saved_entry", "cos").With("next_entry", "recovery").ToBytes();
        Assert.Equal(1024, block.Length);
        Assert.Equal(
            "# GRUB Environment Block\nnext_entry=recovery\nsaved_entry=cos\n" + new string('#', 1024 - 61), Encoding.ASCII.GetString(block));
    }

    [Theory]
    [InlineData("cos")]
    [InlineData("My OS, größer")]
    [InlineData("a\\b\nc=d")]
    public void Variables_AreReadBack(string value)
    {
        GrubEnvironment written = GrubEnvironment.Empty.With("default_menu_entry", value).With("next_entry", "x");
        GrubEnvironment read = GrubEnvironment.Parse(written.ToBytes(), "grubenv");
        Assert.Equal(written.Variables, read.Variables);
        Assert.DoesNotContain("next_entry", read.With("next_entry", "").Variables.Keys);
    }

    [Theory]
    [InlineData("sampleOS", "NAME=x", "GRUB_ENTRY_NAME=\"sampleOS\"")]
    [InlineData(null, "NAME=x")]
    public void TheTitle_IsWhatTheSystemSays(string? title, params string[] release) =>
        Assert.Equal(title, GrubEnvironment.Empty.WithTitleOf(release).Variables.GetValueOrDefault("default_menu_entry"));

    [Fact]
    public void WhatIsNoBlock_AndWhatDoesNotFit_IsRefused()
    {
        Assert.Equal("COS8380", Code(() => GrubEnvironment.Parse(new byte[1024], "grubenv")));
        Assert.Equal("COS8380", Code(() => GrubEnvironment.Empty.With("x", new string('y', 1024)).ToBytes()));
    }

    private static string Code(Func<object> attempt) => Assert.Single(Assert.Throws<CosException>(attempt).Diagnostics).Code;
}
