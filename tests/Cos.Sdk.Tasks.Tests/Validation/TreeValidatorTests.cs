using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Tests.Validation;

public sealed class TreeValidatorTests : IDisposable
{
    private const string Base = "image: debian\n";

    private readonly ValidatedTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Validate_SoundTree_SaysNothing() => Assert.Equal([], _tree
        .Add("own/base", Base)
        .Add("own/app", Requires("base") + "steps:\n- echo {{ .Values.flavor }} > /etc/flavor\nincludes:\n- ^/etc/\n", Requires("base"))
        .WithValues("flavor: green\n")
        .Doubts());

    [Fact]
    public void Validate_InheritedPackageThatNothingNeeds_MakesItsErrorsWarnings()
    {
        _tree.Add("own/app", Base).Add("base/broken", "image: {{ .Values.a.b }}\n").Add("base/lost", Requires("nowhere"));
        Assert.Equal(["COS2025 base/broken/build.yaml(1,11)", "COS3001 base/lost/build.yaml(1,12)"], _tree.Doubts().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Validate_PackagesOfATreeOfOnesOwn_AreAllChecked()
    {
        using ValidatedTree tree = new() { BuildPackages = ["c/app"] };
        tree.Add("own/app", Base).Add("own/lost", "image: debian\nsteps:\n- \"true\"\nincludes:\n- usr$/bin\n").Add("own/broken", "steps: [\n");
        Assert.Equal(["COS1127 own/lost/build.yaml(5,3)", "error COS1006 own/broken/build.yaml(1,8)"], tree.Doubts().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Validate_InheritedDoubts_AreInformationUnlessAskedFor()
    {
        foreach (bool strict in new[] { false, true })
        {
            using ValidatedTree tree = new() { Strict = strict };
            tree.Add("own/app", Requires("below")).Add("base/below", Base + "steps:\n- sudo true\n");
            Assert.Equal(strict ? ["COS4127 base/below/build.yaml(3,3)"] : [], tree.Doubts());
            Assert.Contains(tree.Validate(), item => item.Code == "COS4127");
        }
    }

    [Fact]
    public void Validate_Twice_SaysTheSame()
    {
        _tree.Add("own/app", Base + "steps:\n- sudo true\n- cd /tmp\n").WithValues("unused: 1\n");
        Assert.Equal(_tree.Validate(), _tree.Validate());
        Assert.Equal(3, _tree.Doubts().Length);
    }

    [Fact]
    public void Validate_PackageWithoutBuildFile_IsNamed() => Assert.Equal(["COS1126 own/meta/definition.yaml(1,1)"], _tree
        .Add("own/app", Base).With("own/meta/definition.yaml", "name: meta\ncategory: c\nversion: \"1.0\"\n").Doubts());

    [Fact]
    public void Validate_FinalizerWithAFault_IsReported() => Assert.Equal(["COS1040 own/app/finalize.yaml(1,1)"], _tree
        .Add("own/app", Base).With("own/app/finalize.yaml", "instal:\n- \"true\"\n").Doubts());

    [Theory]
    [InlineData("requires: [{category: c, name: libb, version: '>=0'}]\n", "COS3125", "No package is called c/libb")]
    [InlineData("requires: [{category: c, name: lib, version: '2.0'}]\n", "COS3125", "No version satisfies c/lib@2.0")]
    [InlineData("requires: [{category: c, name: lib, version: '>=0'}]\nconflicts: [{category: c, name: lib, version: '>=0'}]\n", "COS3126", "conflicts with c/lib@>=0")]
    [InlineData("requires: [{category: c, name: app, version: '>=0'}]\n", "COS3126", "in a circle")]
    [InlineData("conflicts: [{category: c, name: lib, version: '>=1 <2'}]\n", "COS1129", "joined by commas")]
    [InlineData("conflicts: [{category: c, name: lib, version: '~1.0'}]\n", "COS1130", "exact version")]
    public void Validate_RunTime_IsResolvedToo(string definition, string code, string part)
    {
        _tree.Add("own/app", Base, definition).Add("own/lib", Base);
        Diagnostic doubt = Assert.Single(_tree.Validate(), item => item.Severity == DiagnosticSeverity.Warning);
        Assert.Equal(code, doubt.Code);
        Assert.Contains(part, doubt.Message, StringComparison.Ordinal);
        Assert.Equal(Path.Combine(_tree.Root, "own/app/definition.yaml"), doubt.Location!.File);
        Assert.True(doubt.Location.Line >= 4);
    }

    [Fact]
    public void Validate_ConflictWithNothing_IsInformation() => Assert.Contains(
        _tree.Add("own/app", Base, "conflicts: [{category: c, name: gone, version: '>=0'}]\n").Validate(),
        item => item is { Code: "COS1131", Severity: DiagnosticSeverity.Information });

    [Fact]
    public void Validate_CircleOfInheritedPackages_IsFoundOnce() => Assert.Equal(["COS3004 base/a/build.yaml(1,12)"], _tree
        .Add("own/app", Base).Add("base/a", Requires("b")).Add("base/b", Requires("a")).Add("base/top", Requires("a")).Doubts());

    [Fact]
    public void Validate_CircleOfCopies_IsFound()
    {
        using ValidatedTree tree = new() { Strict = true };
        Assert.Equal(["error COS4007 base/b/definition.yaml(1,1)", "error COS4007 base/a/definition.yaml(1,1)"], tree
            .Add("own/app", Base)
            .Add("base/a", Base + "unpack: true\ncopy: [{package: {category: c, name: b, version: '>=0'}, source: /x, destination: /x}]\n")
            .Add("base/b", Base + "unpack: true\ncopy: [{package: {category: c, name: a, version: '>=0'}, source: /x, destination: /x}]\n")
            .Doubts());
    }

    [Fact]
    public void Validate_PackagesThatNobodyNeeds_AreNamedOnceForEachTree()
    {
        _tree.Add("own/app", Requires("below")).Add("base/below", Base).Add("base/other", Base);
        Assert.Equal(
            "Of the 2 packages in this tree 1 are not needed by the project: c/other@1.0.",
            Assert.Single(_tree.Validate(), item => item.Code == "COS1128").Message);
    }

    [Fact]
    public void Validate_OwnPackageThatIsNotAskedFor_IsInformation()
    {
        using ValidatedTree tree = new() { BuildPackages = ["c/app"] };
        Assert.Equal("own/other/definition.yaml", Path.GetRelativePath(tree.Root, Assert.Single(
            tree.Add("own/app", Base).Add("own/other", Base).Validate(), item => item.Code == "COS1132").Location!.File));
    }

    [Fact]
    public void Validate_SeveralVersions_AreSolvedEachWithItsOwn() => Assert.Equal(["COS3002 base/app1/build.yaml(1,12)"], _tree
        .Add("own/x", Base)
        .With("base/app1/definition.yaml", "name: app\ncategory: c\nversion: \"1.0\"\n").With("base/app1/build.yaml", Requires("lib", "=3.0"))
        .With("base/app2/definition.yaml", "name: app\ncategory: c\nversion: \"2.0\"\n").With("base/app2/build.yaml", Requires("lib", "<2"))
        .With("base/app3/definition.yaml", "name: app\ncategory: c\nversion: \"3.0\"\n").With("base/app3/build.yaml", Requires("lib", ">=2"))
        .With("base/lib1/definition.yaml", "name: lib\ncategory: c\nversion: \"1.0\"\n").With("base/lib1/build.yaml", Base)
        .With("base/lib2/definition.yaml", "name: lib\ncategory: c\nversion: \"2.0\"\n").With("base/lib2/build.yaml", Base)
        .Doubts());

    private static string Requires(string name, string version = ">=0") => $"requires: [{{category: c, name: {name}, version: '{version}'}}]\n";
}
