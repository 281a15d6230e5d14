using Cos.Sdk.Engine;

namespace Cos.Sdk.Tests.Engine;

public sealed class SecretMaskTests
{
    [Theory]
    [InlineData("the s3cret-value is out\n", "the *** is out\n")]
    [InlineData("s3c|ret-val|ue\n", "***\n")]
    [InlineData("s3c|ret, no\n", "s3cret, no\n")]
    [InlineData("first li|ne\nsecond line\n", "***\n")]
    [InlineData("abc\n", "abc\n")]
    [InlineData("s3cret-valus3cret-value|", "s3cret-valu***")]
    public void ValuesAreTakenOutAlsoInPieces(string said, string expected)
    {
        SecretMask mask = new(["s3cret-value\n"u8.ToArray(), "first line\nsecond line\n"u8.ToArray(), "abc"u8.ToArray()]);

        string passed = string.Concat(said.Split('|').SelectMany(piece => mask.Pass(new BuildOutput(BuildOutputKind.Text, piece)))
            .Concat(mask.Pass(new BuildOutput(BuildOutputKind.Image, ""))).Select(output => output.Text));

        Assert.Equal(expected, passed);
    }

    [Fact]
    public void ErrorsAndInstructionsAreMaskedToo()
    {
        SecretMask mask = new(["s3cret-value"u8.ToArray()]);

        BuildOutput error = Assert.Single(mask.Pass(new BuildOutput(BuildOutputKind.Error, "failed: s3cret-value") { Instruction = "RUN s3cret-value" }));

        Assert.Equal(("failed: ***", "RUN ***"), (error.Text, error.Instruction));
    }
}
