using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Tests.Trees;

public sealed class ValuesReaderTests : IDisposable
{
    private readonly TempTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Read_SeveralFiles_LastWinsAndMapsMergeDeeply()
    {
        string[] files = [Write("1", "a: 1\nm: {x: 1, n: {p: 1, q: 2}}\nl: [1, 2]\nk: {a: 1}\n"), Write("2", ""), Write("3", "a: 2\nm: {n: {q: 3}}\nl: []\nk: text\n")];
        Assert.Equal("""{"a":2,"k":"text","l":[],"m":{"n":{"p":1,"q":3},"x":1}}""", JsonValues.Write(ValuesReader.Read(files, _tree.Diagnostics)));
        Assert.Empty(_tree.Diagnostics);
    }

    [Theory]
    [InlineData("\"\"", "\"\"")]
    [InlineData("0", "0")]
    [InlineData("false", "false")]
    [InlineData("[]", "[]")]
    [InlineData("null", "\"set\"")]
    public void Read_FalsyOverride_OverridesUnlessItIsNoValue(string value, string expected)
    {
        string[] files = [Write("1", "a: set\n"), Write("2", $"a: {value}\n")];
        Assert.Equal($$"""{"a":{{expected}}}""", JsonValues.Write(ValuesReader.Read(files, _tree.Diagnostics)));
    }

    [Fact]
    public void Merge_ChangesNeitherArgument()
    {
        Dictionary<string, object?> inner = new() { ["a"] = 1L };
        Dictionary<string, object?> values = new() { ["m"] = inner };
        ValuesMerger.Merge(values, new Dictionary<string, object?> { ["m"] = new Dictionary<string, object?> { ["b"] = 2L }, ["c"] = 3L });
        Assert.Equal("""{"m":{"a":1}}""", JsonValues.Write(values));
    }

    [Fact]
    public void Read_BadFiles_AreReportedTogether()
    {
        string[] files = [_tree.PathOf("missing.yaml"), Write("list", "- a\n"), Write("bad", "a: [\n"), Write("ok", "a: 1\n")];
        Assert.Equal("""{"a":1}""", JsonValues.Write(ValuesReader.Read(files, _tree.Diagnostics)));
        Assert.Equal(["COS1055 missing.yaml(0,0)", "COS1034 list.yaml(1,1)", "COS1006 bad.yaml(1,4)"], _tree.Reports);
        Assert.All(_tree.Diagnostics, item => Assert.Equal(DiagnosticSeverity.Error, item.Severity));
    }

    private string Write(string name, string text) => _tree.With(name + ".yaml", text).PathOf(name + ".yaml");
}
