using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.Tests.Trees;

public sealed class YamlReaderTests
{
    private const string File = "/tree/p/build.yaml";

    [Theory]
    [InlineData("a: b: c\n", "COS1003", 1, 5)]
    [InlineData("a: b\n c: d\n", "COS1003", 2, 3)]
    [InlineData("steps:\n- echo a: b: c\n", "COS1003", 2, 12)]
    [InlineData("a:\n  b: 1\n\tc: 2\n", "COS1002", 3, 1)]
    [InlineData("a:\n  - x\n - y\n", "COS1004", 3, 2)]
    [InlineData("a: b\nc\n", "COS1004", 2, 1)]
    [InlineData("- a\nb: c\n", "COS1004", 2, 1)]
    [InlineData("a: \"b\" c\n", "COS1004", 1, 8)]
    [InlineData("a: \"x\n", "COS1005", 1, 4)]
    [InlineData("b: 1\na: 'x\n", "COS1005", 2, 4)]
    [InlineData("a: [1, 2\nb: c\n", "COS1006", 1, 4)]
    [InlineData("a: {b: 1\n", "COS1006", 1, 4)]
    [InlineData("a: @x\n", "COS1007", 1, 4)]
    [InlineData("a: `x`\n", "COS1007", 1, 4)]
    [InlineData("key: - x\n", "COS1008", 1, 6)]
    [InlineData("a: \"\\q\"\n", "COS1009", 1, 4)]
    [InlineData("a: *x\n", "COS1010", 1, 4)]
    [InlineData("a: &x [*x]\n", "COS1011", 1, 8)]
    [InlineData("a: &x {b: {c: *x}}\n", "COS1011", 1, 15)]
    [InlineData("<<: x\n", "COS1012", 1, 5)]
    [InlineData("<<: [{a: 1}, 2]\n", "COS1012", 1, 5)]
    [InlineData("? [a]\n: b\n", "COS1013", 1, 3)]
    [InlineData("- {{ .Values.x }}\n", "COS1013", 1, 4)]
    [InlineData("a: !!int x\n", "COS1014", 1, 4)]
    [InlineData("a: 1\nb: \u0001\n", "COS1015", 2, 4)]
    [InlineData("a: b\0\n", "COS1015", 1, 5)]
    [InlineData("a: !x!y z\n", "COS1001", 1, 4)]
    [InlineData("a: }\n", "COS1001", 1, 4)]
    public void Read_BadText_IsOneErrorAtItsPlace(string text, string code, int line, int column)
    {
        DiagnosticBag diagnostics = [];
        Assert.Null(YamlReader.Read(text, File, diagnostics));
        Diagnostic diagnostic = Assert.Single(diagnostics);
        Assert.Equal((code, DiagnosticSeverity.Error, new SourceLocation(File, line, column)), (diagnostic.Code, diagnostic.Severity, diagnostic.Location));
        Assert.DoesNotContain("While ", diagnostic.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Nodes_KnowTheirPlaces()
    {
        YamlMapping root = ReadMapping("a: 1\nlist:\n- x\n-   y: 😀 # c\n    z: |\n      text\n");
        Assert.True(root.TryGet("list", out YamlEntry entry));
        Assert.Equal(new SourceLocation(File, 2, 1), entry.Key.Location);
        YamlSequence list = Assert.IsType<YamlSequence>(entry.Value);
        Assert.Equal(new SourceLocation(File, 3, 1), list.Location);
        Assert.Equal(new SourceLocation(File, 3, 3), list.Items[0].Location);
        YamlMapping item = Assert.IsType<YamlMapping>(list.Items[1]);
        Assert.Equal((4, 5), (item.Line, item.Column));
        YamlScalar text = Assert.IsType<YamlScalar>(item.Entries[1].Value);
        Assert.Equal((5, 8, "text\n", YamlScalarStyle.Literal), (text.Line, text.Column, text.Text, text.Style));
    }

    [Fact]
    public void Read_ThroughALocator_GivesTheUsersPlaces()
    {
        DiagnosticBag diagnostics = [];
        YamlReader.Read("a: 1\na: 2\nb: *x\n", (line, column) => new SourceLocation("/user.yaml", line + 10, column), diagnostics);
        Assert.Equal([new SourceLocation("/user.yaml", 12, 1), new SourceLocation("/user.yaml", 13, 4)], diagnostics.Select(item => item.Location));
    }

    [Fact]
    public void Read_DuplicateKey_LastWinsWithAWarning()
    {
        DiagnosticBag diagnostics = [];
        YamlMapping root = ReadMapping("a: 1\nb: 2\na: 3\n", diagnostics);
        Assert.Equal("""{"a":3,"b":2}""", JsonValues.Write(YamlValues.Of(root)));
        Diagnostic diagnostic = Assert.Single(diagnostics);
        Assert.Equal(("COS1022", DiagnosticSeverity.Warning, 3), (diagnostic.Code, diagnostic.Severity, diagnostic.Location!.Line));
        Assert.Contains("line 1", diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ManyDuplicateKeys_AreFoundInLargeMappingsToo()
    {
        DiagnosticBag diagnostics = [];
        string text = string.Concat(Enumerable.Range(0, 40).Select(i => $"k{i}: {i}\n")) + "k3: x\nk39: y\n";
        YamlMapping root = ReadMapping(text, diagnostics);
        Assert.Equal(40, root.Entries.Length);
        Assert.True(root.TryGetValue("k39", out YamlNode? value));
        Assert.Equal("y", ((YamlScalar)value).Text);
        Assert.False(root.TryGetValue("k40", out _));
        Assert.Equal([41, 42], diagnostics.Select(item => item.Location!.Line));
    }

    [Theory]
    [InlineData("x: &x {a: 1, b: 2}\ny:\n  <<: *x\n  b: 3\n", """{"a":1,"b":3}""")]
    [InlineData("x: &x {a: 1}\nz: &z {a: 2, c: 4}\ny:\n  <<: [*x, *z]\n", """{"a":1,"c":4}""")]
    [InlineData("y:\n  <<: {a: 1}\n  <<: {a: 2, b: 3}\n", """{"a":2,"b":3}""")]
    [InlineData("x: &x {a: 1}\ny:\n  !!merge <<: *x\n  b: 2\n", """{"a":1,"b":2}""")]
    [InlineData("y:\n  \"<<\": {a: 1}\n", """{"<<":{"a":1}}""")]
    [InlineData("x: &x [1, {b: 2}]\ny: *x\n", """[1,{"b":2}]""")]
    public void Read_AnchorsAndMerges_AreResolved(string text, string expected)
    {
        DiagnosticBag diagnostics = [];
        Assert.True(ReadMapping(text, diagnostics).TryGetValue("y", out YamlNode? value));
        Assert.Equal(expected, JsonValues.Write(YamlValues.Of(value)));
        Assert.Empty(diagnostics);
    }

    [Fact]
    public void Read_MergeAfterAKey_ReplacesItWithAWarning()
    {
        DiagnosticBag diagnostics = [];
        YamlMapping root = ReadMapping("a: 1\n<<: {a: 2}\n", diagnostics);
        Assert.Equal("""{"a":2}""", JsonValues.Write(YamlValues.Of(root)));
        Assert.Equal(("COS1023", 1), (Assert.Single(diagnostics).Code, diagnostics.First().Location!.Line));
    }

    [Fact]
    public void Read_SeveralDocuments_FirstCountsWithAWarning()
    {
        DiagnosticBag diagnostics = [];
        YamlMapping root = ReadMapping("---\na: 1\n---\na: [\n", diagnostics);
        Assert.Equal("""{"a":1}""", JsonValues.Write(YamlValues.Of(root)));
        Assert.Equal(("COS1024", 3), (Assert.Single(diagnostics).Code, diagnostics.First().Location!.Line));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    [InlineData("---\n")]
    public void Read_Nothing_IsNull(string text) =>
        Assert.Equal(YamlScalarKind.Null, Assert.IsType<YamlScalar>(YamlReader.Read(text, File, [])).Kind);

    [Fact]
    public void Read_KeysThatLookLikeOtherTypes_KeepTheirText()
    {
        YamlMapping root = ReadMapping("on: 1\n010: 2\n~: 3\n");
        Assert.Equal(["on", "010", "~"], root.Entries.Select(entry => entry.Key.Text));
    }

    [Fact]
    public void Of_IntegersAsFloats_AsAfterJson()
    {
        YamlMapping root = ReadMapping("a: 1500000\nb: [7]\n");
        Assert.Equal(1500000.0, YamlValues.Of(root, integersAsFloats: true)["a"]);
        Assert.Equal(1500000L, YamlValues.Of(root)["a"]);
    }

    private static YamlMapping ReadMapping(string text, DiagnosticBag? diagnostics = null) =>
        Assert.IsType<YamlMapping>(YamlReader.Read(text, File, diagnostics ?? []));
}
