using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Tests.Trees;

public sealed class DefinitionReaderTests
{
    private const string File = "/tree/p/definition.yaml";

    private readonly DiagnosticBag _diagnostics = [];

    [Fact]
    public void Read_EveryKey()
    {
        PackageDefinition definition = Read("""
            name: p
            category: c
            version: "1.0"
            requires:
            - {name: a, category: x, version: ">=1.0"}
            conflicts:
            - {name: b, category: x, version: "<2"}
            provides:
            - {name: old, version: "1.0"}
            hidden: yes
            description: A package
            license: MIT
            uri: [http://a/b]
            use_flags: [f]
            labels: {k: v}
            annotations: {config_protect: /etc}
            flavor: red
            """)!;
        Assert.Empty(_diagnostics);
        Assert.Equal("c/p@1.0", definition.Id.ToString());
        Assert.Equal(new SourceLocation(File, 1, 1), definition.Location);
        Assert.Equal("x/a@>=1.0", Assert.Single(definition.Requires).ToString());
        Assert.Equal(new SourceLocation(File, 5, 3), definition.Requires[0].Location);
        Assert.Equal("x/b@<2", Assert.Single(definition.Conflicts).ToString());
        Assert.Equal("old@1.0", Assert.Single(definition.Provides).ToString());
        Assert.True(definition.Hidden);
        Assert.Equal(("A package", "MIT", "http://a/b", "f"), (definition.Description, definition.License, definition.Uri[0], definition.UseFlags[0]));
        Assert.Equal(("v", "/etc"), (definition.Labels["k"], definition.Annotations["config_protect"]));
        Assert.Equal("red", definition.Values["flavor"]);
    }

    [Theory]
    [InlineData("1.10", "the number 1.10")]
    [InlineData("0.10", "the number 0.10")]
    [InlineData("2", "the number 2")]
    [InlineData("010", "the number 010")]
    [InlineData("1_0", "the number 1_0")]
    [InlineData("yes", "the boolean yes")]
    public void Read_UnquotedVersion_KeepsItsTextWithAWarning(string version, string found)
    {
        PackageDefinition definition = Read($"name: p\ncategory: c\nversion: {version}\n")!;
        Assert.Equal(version, definition.Id.Version);
        Assert.Equal(version, definition.Values["version"]);
        Diagnostic diagnostic = Assert.Single(_diagnostics);
        Assert.Equal(("COS1036", DiagnosticSeverity.Warning, new SourceLocation(File, 3, 10)), (diagnostic.Code, diagnostic.Severity, diagnostic.Location));
        Assert.Contains(found, diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_UnquotedNamesAndLabels_KeepTheirTexts()
    {
        PackageDefinition definition = Read("name: n\ncategory: on\nversion: 1.0.1\nrequires:\n- {name: y, version: 1.0}\nlabels: {a: 1}\ndescription: 5\n")!;
        Assert.Equal("on/n@1.0.1", definition.Id.ToString());
        Assert.Equal("y@1.0", definition.Requires[0].ToString());
        Assert.Equal(("1", "5"), (definition.Labels["a"], definition.Description));
        Assert.Equal(["n", "on"], new[] { definition.Values["name"], definition.Values["category"] });
        Assert.All(_diagnostics, item => Assert.Equal("COS1036", item.Code));
        Assert.Equal([1, 2, 5, 5, 7, 6], _diagnostics.Select(item => item.Location!.Line));
    }

    [Fact]
    public void Read_KeysInOtherCase_AreKnownAndTheExactOneWins()
    {
        PackageDefinition definition = Read("Name: a\nname: b\nVERSION: \"1\"\nHidden: true\n")!;
        Assert.Equal("b@1", definition.Id.ToString());
        Assert.True(definition.Hidden);
    }

    [Theory]
    [InlineData("category: c\nversion: \"1\"\n", "COS1035", 1, 1)]
    [InlineData("name: p\n", "COS1035", 1, 1)]
    [InlineData("name: p\nversion:\n", "COS1035", 1, 1)]
    [InlineData("name: p\nversion: \"\"\n", "COS1035", 1, 1)]
    [InlineData("name: [p]\nversion: \"1\"\n", "COS1037", 1, 7)]
    [InlineData("name: ../p\nversion: \"1\"\n", "COS1038", 1, 7)]
    [InlineData("name: p\ncategory: a/b\nversion: \"1\"\n", "COS1038", 2, 11)]
    [InlineData("name: p\nversion: ..\n", "COS1038", 2, 10)]
    [InlineData("name: p\nversion: \"1 0\"\n", "COS1038", 2, 10)]
    [InlineData("name: p\nversion: \"1\"\nhidden: \"yes\"\n", "COS1037", 3, 9)]
    [InlineData("name: p\nversion: \"1\"\nuri: http://a\n", "COS1037", 3, 6)]
    [InlineData("name: p\nversion: \"1\"\nlabels: [a]\n", "COS1037", 3, 9)]
    [InlineData("name: p\nversion: \"1\"\nlabels: {a: [b]}\n", "COS1037", 3, 13)]
    [InlineData("name: p\nversion: \"1\"\nrequires: a/b\n", "COS1037", 3, 11)]
    [InlineData("name: p\nversion: \"1\"\nrequires:\n- a/b\n", "COS1037", 4, 3)]
    [InlineData("name: p\nversion: \"1\"\nrequires:\n- {category: c, version: \">=0\"}\n", "COS1052", 4, 3)]
    [InlineData("- name: p\n", "COS1034", 1, 1)]
    [InlineData("text\n", "COS1034", 1, 1)]
    [InlineData("", "COS1034", 1, 1)]
    public void Read_WrongDefinition_IsAnErrorAtItsPlace(string text, string code, int line, int column)
    {
        Assert.Null(Read(text));
        Diagnostic diagnostic = Assert.Single(_diagnostics);
        Assert.Equal((code, DiagnosticSeverity.Error, new SourceLocation(File, line, column)), (diagnostic.Code, diagnostic.Severity, diagnostic.Location));
    }

    [Fact]
    public void Read_SeveralFaults_AreAllReported()
    {
        Assert.Null(Read("hidden: 1\nuri: x\n"));
        Assert.Equal(["COS1035", "COS1035", "COS1037", "COS1037"], _diagnostics.Select(item => item.Code));
    }

    [Fact]
    public void Read_RequirementWithoutVersionOrWithUnknownKeys_IsAWarning()
    {
        PackageDefinition definition = Read("name: p\nversion: \"1\"\nrequires:\n- {name: a}\n- {name: b, versoin: \"1\", version: \"2\"}\n- {name: c, version: \"1\", colour: red}\n")!;
        Assert.Equal(["a@", "b@2", "c@1"], definition.Requires.Select(item => item.ToString()));
        Assert.Equal(["COS1041 4", "COS1040 5", "COS1039 6"], _diagnostics.Select(item => $"{item.Code} {item.Location!.Line}"));
        Assert.Contains("'version'", _diagnostics.ElementAt(1).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_KeyThatResemblesAnother_IsAnInformation()
    {
        Assert.NotNull(Read("name: p\nversion: \"1\"\nrequire: []\nflavour: x\n"));
        Diagnostic diagnostic = Assert.Single(_diagnostics);
        Assert.Equal(("COS1056", DiagnosticSeverity.Information, 3), (diagnostic.Code, diagnostic.Severity, diagnostic.Location!.Line));
    }

    [Theory]
    [InlineData("packages: x\n", "COS1037", 1)]
    [InlineData("package: []\n", "COS1042", 1)]
    public void ReadCollectionFile_WithoutAList_IsAnError(string text, string code, int line)
    {
        using TempTree tree = new();
        tree.With("collection.yaml", text);
        Assert.Empty(DefinitionReader.ReadCollectionFile(tree.PathOf("collection.yaml"), _diagnostics));
        Assert.Equal((code, line), (_diagnostics.Last().Code, _diagnostics.Last().Location!.Line));
    }

    private PackageDefinition? Read(string text) => DefinitionReader.Read(text, File, _diagnostics);
}
