using Cos.Sdk.Building;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;

namespace Cos.Sdk.Tests.Planning;

public sealed class StepSecretsTests
{
    [Theory]
    [InlineData("cat $COS_SECRETS/token", "token")]
    [InlineData("cat ${COS_SECRETS}/b \"$COS_SECRETS\"/a $COS_SECRETS/b", "a b")]
    [InlineData("[\"/bin/sh\", \"-c\", \"cat \\\"$COS_SECRETS\\\"/net.rc\\nls\"]", "net.rc")]
    [InlineData("echo COS_SECRETS/token $COS_SECRETS/../x", "")]
    public void NamesAreThoseThatAStepReads(string command, string names) => Assert.Equal(names, string.Join(' ', StepSecrets.Names(command)));

    [Fact]
    public void OnlyAStepThatReadsSecretsWaitsForThem()
    {
        using PlanTree tree = new PlanTree().Add("a", "image: base", "steps:", "- cat $COS_SECRETS/token > /dev/null", "- echo plain");

        ImageNode image = tree.Image(tree.Plan("a"), "a");

        Assert.Contains("until [ -e /dev/shm/cos-secrets/.ready ]", image.Instructions[^2].Arguments, StringComparison.Ordinal);
        Assert.Equal("echo plain", image.Instructions[^1].Arguments);
        BuildSecrets secrets = new(new Dictionary<string, string> { ["token"] = "env://T", ["other"] = "/nonexistent" }, new Dictionary<string, string> { ["T"] = "value" });
        Assert.Equal("value"u8.ToArray(), Assert.Single(secrets.ReadFor(image)).Value);
        Assert.Equal("COS5450", Assert.Throws<CosException>(() => BuildSecrets.None.ReadFor(image)).Diagnostics[0].Code);
        Assert.Equal("COS5450", Assert.Throws<CosException>(() =>
            new BuildSecrets(new Dictionary<string, string> { ["token"] = "/nonexistent" }, new Dictionary<string, string>()).ReadFor(image)).Diagnostics[0].Code);
    }
}
