using Cos.Sdk.Diagnostics;
using Cos.Sdk.Dockerfiles;
using Cos.Sdk.Planning;
using Cos.Sdk.Tests.Planning;

namespace Cos.Sdk.Tests.Dockerfiles;

public sealed class DockerfileTests : IDisposable
{
    private readonly PlanTree _tree = new PlanTree().Add("a", "image: one", "steps: [echo a]").With("a/f.txt", "one").With("a/d/g.txt", "two");

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Render_OwnTemplate_HasOneLineAnInstruction() => Assert.Equal(
        """
        FROM one@pinned
        COPY . /luetbuild
        WORKDIR /luetbuild
        ENV PACKAGE_NAME=a PACKAGE_VERSION=1.0 PACKAGE_CATEGORY=c
        RUN echo a
        """,
        DockerfileTemplate.Open("").Render(Node()).Trim());

    [Theory]
    [InlineData("FROM {{ for x in }}", 1)]
    [InlineData("FROM {{ from }}\n{{ nobody.knows }}", 2)]
    public void Render_WrongTemplateOfTheProject_NamesThePlace(string text, int line)
    {
        string file = Path.Combine(_tree.With("t.scriban", text).Root, "t.scriban");
        Diagnostic error = Assert.Single(Assert.Throws<CosException>(() => DockerfileTemplate.Open(file).Render(Node())).Diagnostics);
        Assert.Equal(("COS4009", file, line), (error.Code, error.Location!.File, error.Location.Line));
    }

    [Fact]
    public async Task WriteAsync_SameContentOtherTimes_GivesTheSameBytes()
    {
        byte[] first = await ArchiveAsync(Node());
        File.SetLastWriteTimeUtc(Path.Combine(_tree.Root, "a/f.txt"), DateTime.UnixEpoch);
        Assert.Equal(first, await ArchiveAsync(Node()));
    }

    [Fact]
    public async Task WriteAsync_FileEditedSincePlanning_IsRefused()
    {
        ImageNode node = Node();
        _tree.With("a/f.txt", "two");
        CosException exception = await Assert.ThrowsAsync<CosException>(() => ArchiveAsync(node));
        Assert.Equal("COS4011", Assert.Single(exception.Diagnostics).Code);
    }

    private ImageNode Node() => _tree.Image(_tree.Plan("a"), "a");

    private async Task<byte[]> ArchiveAsync(ImageNode node)
    {
        using MemoryStream output = new();
        await ContextArchive.WriteAsync(node.Context, _tree.Root, "FROM x\n", [], output, TestContext.Current.CancellationToken);
        return output.ToArray();
    }
}
