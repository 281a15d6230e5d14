using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;

namespace Cos.Sdk.Tests.Planning;

/// <summary>Packages that a Dockerfile makes.</summary>
public sealed class DockerfilePackageTests : IDisposable
{
    private const string Text = """
        # syntax is the engine's business
        ARG RELEASE=12
        FROM golang:1 AS build
        COPY . /src
        RUN go build \
            # a comment
            -o /app
        FROM debian:${RELEASE}
        ENV A=b
        COPY --from=build /app /usr/bin/app
        COPY --from=tools:2 --chown=0 /t /t
        RUN /usr/bin/app

        """;

    private readonly PlanTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Plan_Dockerfile_IsUsedAsItIsOnPinnedImages()
    {
        BuildPlan plan = _tree.With("app/Dockerfile", Text).With("app/main.go", "x").Plan("app");
        ImageNode image = Assert.IsType<ImageNode>(PlanTree.Node(plan, "image.app--"));
        Assert.Equal(Text, image.Dockerfile);
        Assert.Equal("debian:12", image.Parent.Reference);
        Assert.Equal(["golang:1", "debian:12", "tools:2"], image.CopiedImages.Select(copied => copied.Reference));
        Assert.Equal(["Dockerfile", "main.go"], image.Context!.Entries.Select(entry => entry.Path));
        Assert.Equal((4, "RUN"), (image.StepCount, image.Instructions[^1].Keyword));
        Assert.Equal(5, image.Instructions.Single(line => line.Keyword == "RUN" && line.Arguments.StartsWith("go", StringComparison.Ordinal)).Location!.Line);
        ArtifactNode artifact = Assert.IsType<ArtifactNode>(PlanTree.Node(plan, "artifact.app--"));
        Assert.Equal((ArtifactStrategy.Delta, "app--.package.tar.zst", 4), (artifact.Strategy, artifact.Archive, artifact.StepCount));
        Assert.Contains("\"dockerfile\":", PlanJson.Write(image), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Plan_ChangedTextOrFile_RenamesTheImage()
    {
        string[] hashes = [.. new[] { Text, Text.Replace("A=b", "A=c", StringComparison.Ordinal), Text.Replace("tools:2", "tools:3", StringComparison.Ordinal) }
            .Select(text => PlanTree.Node(_tree.With("app/Dockerfile", text).Plan("app"), "image.app--").Hash)];
        Assert.Equal(3, hashes.Distinct().Count());
    }

    [Fact]
    public void Plan_StagesOnStages_CountFromTheImageBelow()
    {
        BuildPlan plan = _tree.With("app/x.Dockerfile", "FROM scratch AS one\nCOPY a /a\nFROM one AS two\nCOPY b /b\nCOPY c /c\n").Plan("app");
        ImageNode image = Assert.IsType<ImageNode>(PlanTree.Node(plan, "image.app--"));
        Assert.Equal(("scratch", 3), (image.Parent.Reference, image.StepCount));
        Assert.Empty(image.CopiedImages);
    }

    [Fact]
    public void Plan_BaseWithoutDefault_IsRefusedWithItsLine()
    {
        _tree.With("app/Dockerfile", "ARG BASE\nFROM $BASE\n");
        Diagnostic diagnostic = Assert.Single(Assert.Throws<CosException>(() => _tree.Plan("app")).Diagnostics);
        Assert.Equal(("COS1100", 2), (diagnostic.Code, diagnostic.Location!.Line));
    }
}
