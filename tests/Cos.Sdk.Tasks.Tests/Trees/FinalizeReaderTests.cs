using Cos.Sdk.Trees;

namespace Cos.Sdk.Tests.Trees;

public sealed class FinalizeReaderTests : IDisposable
{
    private readonly TempTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Read_RendersWithTheDefinition()
    {
        FinalizeSpec spec = Read("install:\n- echo {{ .Values.name }} {{ .Values.extra }}\n- |\n  a\n  b\nuninstall:\n- gone\nshell: [bash, -e, -c]\n")!;
        Assert.Equal(["echo p 5", "a\nb"], spec.Install.Select(step => step.Command));
        Assert.Equal([2, 3], spec.Install.Select(step => step.Location.Line));
        Assert.Equal("gone", Assert.Single(spec.Uninstall).Command);
        Assert.Equal(["bash", "-e", "-c"], spec.Shell);
        Assert.Empty(_tree.Diagnostics);
    }

    [Fact]
    public void Read_WithoutShell_IsSh() => Assert.Equal(["sh", "-c"], Read("install: [a]\n")!.Shell);

    [Fact]
    public void Read_EmptyFile_HasNoCommands() => Assert.Empty(Read("")!.Install);

    [Theory]
    [InlineData("install: a\n", "COS1037 finalize.yaml(1,10)", false)]
    [InlineData("- a\n", "COS1034 finalize.yaml(1,1)", false)]
    [InlineData("instal: [a]\n", "COS1040 finalize.yaml(1,1)", true)]
    [InlineData("install: [\n", "COS1006 finalize.yaml(1,10)", false)]
    public void Read_WrongFile_IsReported(string text, string report, bool accepted)
    {
        Assert.Equal(accepted, Read(text) is not null);
        Assert.Equal([report], _tree.Reports);
    }

    private FinalizeSpec? Read(string text)
    {
        PackageTree tree = _tree.With("definition.yaml", "name: p\nversion: \"1\"\nextra: 5\n").With("finalize.yaml", text)
            .With("templates/t.yaml", "{{ define \"t\" }}{{ end }}not used").Read();
        return new FinalizeReader().Read(Assert.Single(tree.Packages), _tree.Diagnostics);
    }
}
