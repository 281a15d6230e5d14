using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;
using Cos.Sdk.Trees;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Tests.Planning;

public sealed class InstructionWriterTests
{
    private static readonly SourceLocation At = new("/build.yaml", 3, 1);

    private static readonly PackageId Id = new(new PackageName("c", "p"), "1.0");

    [Fact]
    public void Write_Everything_KeepsTheOrder()
    {
        BuildSpec spec = new()
        {
            Image = "base",
            Copies = [new CopyEntry(null, "other", "/a", "/b", At), new CopyEntry(null, "other", "/a b", "/b", At)],
            Environment = ["FOO=bar"],
            Prelude = [new Step("prelude", At)],
            Steps = [new Step("step", At)],
        };
        Assert.Equal(
            [
                "COPY . /luetbuild",
                "WORKDIR /luetbuild",
                "ENV PACKAGE_NAME=p PACKAGE_VERSION=1.0 PACKAGE_CATEGORY=c",
                "COPY --from=x /a /b",
                "COPY --from=y [\"/a b\", \"/b\"]",
                "ENV FOO=bar",
                "RUN prelude",
                "RUN step",
            ],
            InstructionWriter.Write(Id, spec, hasContext: true, ["x", "y"]).Select(line => line.ToString()));
    }

    [Fact]
    public void Write_PlainAssignments_AreOneInstruction()
    {
        BuildSpec spec = new() { Environment = ["A=1", "B=/x:/y", "C=$B/z", "D=4", "E=\"a b\"", "F=6", "G="] };
        Assert.Equal(
            ["ENV A=1 B=/x:/y", "ENV C=$B/z", "ENV D=4", "ENV E=\"a b\"", "ENV F=6 G="],
            InstructionWriter.Write(Id, spec, hasContext: false, []).Skip(2).Select(line => line.ToString()));
    }

    [Theory]
    [InlineData("echo a\necho b", "RUN [\"/bin/sh\", \"-ec\", \"echo a\\necho b\"]")]
    [InlineData("echo a && \\\n# why\n  echo b", "RUN [\"/bin/sh\", \"-ec\", \"echo a && \\\\\\n  echo b\"]")]
    [InlineData("echo a\n# why\necho b", "RUN [\"/bin/sh\", \"-ec\", \"echo a\\n# why\\necho b\"]")]
    [InlineData("[ -e /a ] || true", "RUN [\"/bin/sh\", \"-c\", \"[ -e /a ] || true\"]")]
    [InlineData("cat <<E", "RUN [\"/bin/sh\", \"-c\", \"cat <<E\"]")]
    [InlineData("echo \"a\" $HOME", "RUN echo \"a\" $HOME")]
    public void Write_Step_IsOneRun(string command, string expected)
    {
        ImmutableArray<Instruction> lines = InstructionWriter.Write(Id, new BuildSpec { Steps = [new Step(command, At)] }, hasContext: false, []);
        Assert.Equal((expected, At), (lines[^1].ToString(), lines[^1].Location));
    }

    [Fact]
    public void Write_UnusualVersion_IsQuoted()
    {
        PackageId id = new(new PackageName("", "p"), "1$(x)");
        Assert.Contains("PACKAGE_VERSION=\"1\\$(x)\" PACKAGE_CATEGORY=\"\"", InstructionWriter.Write(id, new BuildSpec(), false, [])[1].Arguments, StringComparison.Ordinal);
    }
}
