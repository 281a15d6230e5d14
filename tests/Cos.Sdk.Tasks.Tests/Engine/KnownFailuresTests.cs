using Cos.Sdk.Diagnostics;
using Cos.Sdk.Engine;

namespace Cos.Sdk.Tests.Engine;

public sealed class KnownFailuresTests
{
    private static readonly EngineInfo Docker = new()
    {
        Id = "x",
        Name = "Docker",
        Version = "20.10.24",
        ApiVersion = "1.41",
        Os = "linux",
        Architecture = "amd64",
        StorageDriver = "overlay2",
        RootDirectory = "/var/lib/docker",
        Endpoint = new EngineEndpoint(new Uri("unix:///var/run/docker.sock"), "default socket"),
    };

    [Fact]
    public void Explain_SemoduleCannotRenameItsStore_GivesTheCommandThatWorks()
    {
        Diagnostic diagnostic = Explain(Step("RUN semodule -i cOS.pp", 1) with
        {
            LastLines =
            [
                "libsemanage.semanage_commit_sandbox: Error while renaming /var/lib/selinux/targeted/active to "
                    + "/var/lib/selinux/targeted/previous. (Invalid cross-device link).",
                "semodule:  Failed!",
            ],
        });
        Assert.Equal("COS5012", diagnostic.Code);
        Assert.Contains("overlay2", diagnostic.Message, StringComparison.Ordinal);
        Assert.EndsWith("/var/lib/selinux && semodule -i cOS.pp", diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_LostLayer_IsRecognisedAndMayBeRepeated()
    {
        ImageBuildFailure failure = Step("COPY --from=x /a /a", null) with
        {
            Error = "failed to export image: failed to create image: failed to get layer sha256:118537d8: layer does not exist",
        };
        Assert.Equal("COS5013", Explain(failure).Code);
        Assert.True(KnownFailures.MayRepeat(failure));
    }

    [Theory]
    [InlineData("FROM nope:1", "pull access denied for nope, repository does not exist or may require 'docker login'", "COS5015")]
    [InlineData("FROM localhost:9/nope:1", "Get \"http://localhost:9/v2/\": dial tcp 127.0.0.1:9: connect: connection refused", "COS5015")]
    [InlineData("COPY --from=nope:2 / /", "invalid from flag value nope:2: pull access denied for nope", "COS5015")]
    [InlineData("COPY nothere /x", "COPY failed: file not found in build context: stat nothere: file does not exist", "COS5011")]
    [InlineData("RUN x", "mkdir /var/lib/docker/overlay2/x: no space left on device", "COS5014")]
    [InlineData("FROM base", "image with reference base was found but does not match the specified platform: wanted linux/arm64", "COS5017")]
    [InlineData("", "dockerfile parse error line 2: unknown instruction: FOO", "COS5011")]
    public void Explain_EnginesError_GetsItsCode(string instruction, string error, string code) =>
        Assert.Equal(code, Explain(Step(instruction, null) with { Error = error }).Code);

    [Theory]
    [InlineData("exec /bin/sh: exec format error", "COS5016")]
    [InlineData("standard_init_linux.go:228: exec user process caused: exec format error", "COS5016")]
    [InlineData("tar: write error: No space left on device", "COS5014")]
    [InlineData("make: *** [all] Error 1", "COS5010")]
    public void Explain_StepsOutput_GetsItsCode(string line, string code) =>
        Assert.Equal(code, Explain(Step("RUN x", 1) with { LastLines = [line, "after"] }).Code);

    [Theory]
    [InlineData("Temporary failure resolving 'deb.debian.org'")]
    [InlineData("curl: (6) Could not resolve host: example.org")]
    [InlineData("wget: bad address 'example.org'")]
    [InlineData("nslookup: can't connect to remote host (10.0.0.1): Network is unreachable")]
    public void Explain_NetworkLookedForWhereThereIsNone_SaysHowToAllowIt(string line)
    {
        ImageBuildFailure failure = Step("RUN x", 1) with { LastLines = [line] };
        Assert.Equal("COS5018", Explain(failure with { NetworkMode = "none" }).Code);
        Assert.Equal("COS5010", Explain(failure with { NetworkMode = null }).Code);
    }

    [Fact]
    public void Explain_OrdinaryFailure_ShowsCommandCodeAndOutputAtItsPlace()
    {
        SourceLocation location = new("/p/build.yaml", 12, 3);
        Diagnostic diagnostic = KnownFailures.Explain(
            Step("RUN make", 2) with { LastLines = ["cc: error: x.c", "make: *** [all] Error 2"] }, Docker, location);
        Assert.Equal("COS5010", diagnostic.Code);
        Assert.Equal(location, diagnostic.Location);
        Assert.Contains("'RUN make' returned 2", diagnostic.Message, StringComparison.Ordinal);
        Assert.EndsWith("\n    cc: error: x.c\n    make: *** [all] Error 2", diagnostic.Message, StringComparison.Ordinal);
    }

    private static Diagnostic Explain(ImageBuildFailure failure) => KnownFailures.Explain(failure, Docker, null);

    private static ImageBuildFailure Step(string instruction, int? exitCode) => new()
    {
        Tag = "cos/cache:1",
        Step = 3,
        StepCount = 4,
        Instruction = instruction,
        DockerfileLine = 0,
        ExitCode = exitCode,
        Error = $"The command returned a non-zero code: {exitCode}",
        LastLines = [],
    };
}
