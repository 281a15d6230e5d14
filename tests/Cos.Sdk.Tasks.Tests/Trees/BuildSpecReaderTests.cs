using System.Diagnostics;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Tests.Trees;

public sealed class BuildSpecReaderTests : IDisposable
{
    private readonly TempTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Read_EveryKey()
    {
        BuildSpec spec = _tree.ReadSpec("""
            requires:
            - {name: base, category: distro, version: ">=0"}
            conflicts:
            - {name: x, category: c, version: "1"}
            provides:
            - {name: w, category: c, version: "1"}
            env:
            - A=b c
            prelude:
            - one
            steps:
            - two
            - |
              three
              four
            unpack: true
            includes: ["^/usr"]
            excludes: ["\\.log$"]
            package_dir: /out
            copy:
            - package: {name: tool, category: c, version: ">=0"}
              source: /a
              destination: /b
            - {image: "alpine:3", source: /c, destination: /d}
            retrieve: ["x-*.tar"]
            requires_final_images: true
            subpackages:
            - {name: p-doc, category: c, version: "1.0", includes: ["^/usr/share/doc"], description: docs}
            delta: changes
            """)!;
        Assert.Empty(_tree.Reports);
        Assert.Equal("distro/base@>=0", Assert.Single(spec.Requires).ToString());
        Assert.Equal(("c/x@1", "c/w@1"), (spec.Conflicts[0].ToString(), spec.Provides[0].ToString()));
        Assert.Equal("A=b c", Assert.Single(spec.Environment));
        Assert.Equal(["one"], spec.Prelude.Select(step => step.Command));
        Assert.Equal(["two", "three\nfour\n"], spec.Steps.Select(step => step.Command));
        Assert.Equal([12, 13], spec.Steps.Select(step => step.Location.Line));
        Assert.Equal((true, "/out", true, DeltaMode.Changes), (spec.Unpack, spec.PackageDirectory, spec.RequiresFinalImages, spec.Delta));
        Assert.Equal(("^/usr", "\\.log$"), (spec.Includes[0].Pattern, spec.Excludes[0].Pattern));
        Assert.Equal(("c/tool@>=0", "/a", "/b"), (spec.Copies[0].Package!.ToString(), spec.Copies[0].Source, spec.Copies[0].Destination));
        Assert.Null(spec.Copies[0].Image);
        Assert.Equal(("alpine:3", null), (spec.Copies[1].Image, spec.Copies[1].Package));
        Assert.Equal("x-*.tar", Assert.Single(spec.Retrieve).Text);
        Subpackage part = Assert.Single(spec.Subpackages);
        Assert.Equal(("c/p-doc@1.0", "docs", "^/usr/share/doc"), (part.Definition.Id.ToString(), part.Definition.Description, part.Includes[0].Pattern));
    }

    [Theory]
    [InlineData("image: x\nstep:\n- a\n", "COS1040 build.yaml(2,1)")]
    [InlineData("image: x\nbackground: blue\n", "COS1039 build.yaml(2,1)")]
    [InlineData("image: x\nrequires:\n- {name: a, version: \">=0\"}\n", "COS1046 build.yaml(2,1)")]
    [InlineData("image: x\nsteps:\n- a\n-\n- \"\"\n", "COS1045 build.yaml(4,2);COS1045 build.yaml(5,3)")]
    [InlineData("image: x\nsteps:\n- 1.10\n- true\n", "COS1044 build.yaml(3,3)")]
    [InlineData("image: x\nseed: y\n", "COS1050 build.yaml(2,1)")]
    [InlineData("join:\n- {name: a, version: \">=0\"}\n", "COS1049 build.yaml(1,1)")]
    [InlineData("image: x\nimage: z\n", "COS1022 build.yaml(2,1)")]
    [InlineData("image: {{ .Values.name }}\nsteps:\n- a {{ .Values.nothing }}\n", "COS2")]
    public void Read_DoubtfulSpec_IsAcceptedWithAWarning(string build, string reports)
    {
        Assert.NotNull(_tree.ReadSpec(build));
        if (reports == "COS2")
        {
            Assert.StartsWith("COS2", Assert.Single(_tree.Reports), StringComparison.Ordinal);
            Assert.EndsWith("build.yaml(3,8)", _tree.Reports[0], StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(reports, string.Join(';', _tree.Reports));
        }
    }

    [Theory]
    [InlineData("steps:\n- a\n", "COS1047 build.yaml(2,3)")]
    [InlineData("prelude:\n- a\n", "COS1047 build.yaml(2,3)")]
    [InlineData("unpack: true\n", "COS1047 build.yaml(1,9)")]
    [InlineData("package_dir: /x\n", "COS1047 build.yaml(1,14)")]
    [InlineData("image: x\nsteps: a\n", "COS1037 build.yaml(2,8)")]
    [InlineData("image: x\nsteps:\n- [a]\n", "COS1037 build.yaml(3,3)")]
    [InlineData("image: x\nsteps:\n- echo a: b\n", "COS1043 build.yaml(3,3)")]
    [InlineData("image: x\nunpack: \"yes\"\n", "COS1037 build.yaml(2,9)")]
    [InlineData("image: [x]\n", "COS1037 build.yaml(1,8)")]
    [InlineData("image: x\nincludes:\n- ok\n- \"(\"\n", "COS1048 build.yaml(4,3)")]
    [InlineData("image: x\nexcludes: [\"(?=a)\"]\n", "COS1048 build.yaml(2,12)")]
    [InlineData("image: x\nenv:\n- A\n", "COS1053 build.yaml(3,3)")]
    [InlineData("image: x\nenv:\n- =b\n", "COS1053 build.yaml(3,3)")]
    [InlineData("image: x\nenv:\n- |\n  A=b\n  RUN c\n", "COS1053 build.yaml(3,3)")]
    [InlineData("image: x\ndelta: all\n", "COS1054 build.yaml(2,8)")]
    [InlineData("image: x\ncopy:\n- {source: /a, destination: /b}\n", "COS1051 build.yaml(3,3)")]
    [InlineData("image: x\ncopy:\n- {image: i, package: {name: a, version: \"1\"}, source: /a, destination: /b}\n", "COS1051 build.yaml(3,3)")]
    [InlineData("image: x\ncopy:\n- {image: i, source: /a}\n", "COS1052 build.yaml(3,3)")]
    [InlineData("image: x\ncopy:\n- {package: {category: a, version: \"1\"}, source: /a, destination: /b}\n", "COS1052 build.yaml(3,13)")]
    [InlineData("image: x\nsubpackages:\n- {name: a}\n", "COS1035 build.yaml(3,3)")]
    [InlineData("- image: x\n", "COS1034 build.yaml(1,1)")]
    [InlineData("image: x\n\tsteps: []\n", "COS1002 build.yaml(2,1)")]
    public void Read_WrongSpec_IsAnErrorAtItsPlace(string build, string report)
    {
        Assert.Null(_tree.ReadSpec(build));
        Assert.Equal([report], _tree.Reports);
        Assert.True(_tree.Diagnostics.HasErrors);
    }

    [Fact]
    public void Read_EnvironmentInTheOldForm_IsKeptWithAWarning()
    {
        BuildSpec? spec = _tree.ReadSpec("image: x\nenv:\n- A b=c  d\n- E=f\n");
        Assert.Equal(["A b=c  d", "E=f"], spec!.Environment);
        Assert.Equal(["COS1134 build.yaml(3,3)"], _tree.Reports);
        Assert.Contains("'A=b=c  d'", _tree.Diagnostics.Single().Message, StringComparison.Ordinal);
        Assert.Equal(["A b=c  d", "E=f"], Cos.Sdk.Planning.InstructionWriter.EnvironmentOf(spec));
    }

    [Fact]
    public void Read_TemplateError_IsReportedWithItsPlace()
    {
        Assert.Null(_tree.ReadSpec("image: x\nsteps:\n- {{ fail \"no\" }}\n"));
        Assert.StartsWith("COS2", Assert.Single(_tree.Reports), StringComparison.Ordinal);
        Assert.Contains("build.yaml(3,", _tree.Reports[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FaultsInRenderedText_AreReportedAtTheLineThatTheUserWrote()
    {
        Assert.NotNull(_tree.ReadSpec("""
            {{- define "x" }}a
            b
            {{ end -}}
            image: x
            steps:
            {{ range until 3 }}
            - echo {{ . }}
            {{ end }}
            - last
            stepz: []
            """));
        Assert.Equal(["COS1040 build.yaml(10,1)"], _tree.Reports);
    }

    [Fact]
    public void Read_StepsOfALoop_AllNameTheirLine()
    {
        BuildSpec spec = _tree.ReadSpec("image: x\nsteps:\n{{ range until 3 }}\n- echo {{ . }}\n{{ end }}\n- last\n")!;
        Assert.Equal(["echo 0", "echo 1", "echo 2", "last"], spec.Steps.Select(step => step.Command));
        Assert.Equal([4, 4, 4, 6], spec.Steps.Select(step => step.Location.Line));
    }

    [Fact]
    public void Read_SharedTemplates_AreKnownFromAnyTree()
    {
        _tree.With("t1/p/definition.yaml", "name: p\nversion: \"1\"\n").With("t1/p/build.yaml", "image: x\nsteps:\n- {{ include \"greet\" . }}\n# c\nfoo: 1\n")
            .With("t2/templates/h.yaml", "{{ define \"greet\" }}echo {{ .Values.name }}{{ end }}\n\n\n");
        PackageTree tree = _tree.Read("t1", "t2");
        BuildSpec spec = new BuildSpecReader(tree, new Dictionary<string, object?>()).Read(tree.Packages[0], _tree.Diagnostics)!;
        Assert.Equal("echo p", Assert.Single(spec.Steps).Command);
        Assert.Equal(["COS1039 t1/p/build.yaml(5,1)"], _tree.Reports);
    }

    [Fact]
    public void Read_Values_WinOverTheDefinition()
    {
        BuildSpec spec = _tree.ReadSpec(
            "image: x\nsteps:\n- echo {{ .Values.flavor }} {{ .Values.m.a }} {{ .Values.m.b }} {{ .Values.list }} {{ .Values.off }} {{ .Values.name }}\n",
            "name: p\nversion: \"1\"\nflavor: red\nm: {a: 1, b: 2}\nlist: [1, 2]\noff: true\n",
            "flavor: blue\nm: {b: 20}\nlist: [3]\noff: false\nname: other\n")!;
        Assert.Equal("echo blue 1 20 [3] false other", spec.Steps[0].Command);
    }

    [Fact]
    public void Read_BuildFileThatNeedsValues_IsOnlyRenderedWithThem()
    {
        BuildSpec spec = _tree.ReadSpec("image: {{ .Values.image }}\n{{ if not .Values.image }}: not yaml: [{{ end }}\n", values: "image: base\n")!;
        Assert.Equal("base", spec.Image);
    }

    [Fact]
    public void Read_YamlFunctions_WorkInTemplates()
    {
        BuildSpec spec = _tree.ReadSpec(
            "image: x\nenv:\n{{ toYaml .Values.env }}\nsteps:\n- echo {{ (fromYaml \"a: 1500000\").a }}\n", "name: p\nversion: \"1\"\nenv: [A=1, B=2]\n")!;
        Assert.Equal(["A=1", "B=2"], spec.Environment);
        Assert.Equal("echo 1.5e+06", spec.Steps[0].Command);
    }

    [Fact]
    public void Read_EmptyFile_IsAVirtualPackage()
    {
        Assert.True(_tree.ReadSpec("# nothing\n")!.IsVirtual);
        Assert.Empty(_tree.Diagnostics);
    }

    [Fact]
    public void Read_PackageWithoutBuildFile_IsNull()
    {
        PackageTree tree = _tree.With("definition.yaml", "name: p\nversion: \"1\"\n").Read();
        Assert.Null(new BuildSpecReader(tree, new Dictionary<string, object?>()).Read(tree.Packages[0], _tree.Diagnostics));
        Assert.Empty(_tree.Diagnostics);
    }

    [Fact]
    public void Read_Join_BecomesRequirementsOfFinalImages()
    {
        BuildSpec spec = _tree.ReadSpec("join:\n- {name: a, category: c, version: \">=0\"}\nrequires:\n- {name: b, category: c, version: \">=0\"}\n")!;
        Assert.Equal(["c/b@>=0", "c/a@>=0"], spec.Requires.Select(item => item.ToString()));
        Assert.True(spec.RequiresFinalImages);
        Assert.Equal(DiagnosticSeverity.Information, Assert.Single(_tree.Diagnostics).Severity);
    }

    [Fact]
    public void Read_ThousandsOfStepsAndKeys_TakeLinearTime()
    {
        Stopwatch watch = Stopwatch.StartNew();
        string steps = string.Concat(Enumerable.Range(0, 80_000).Select(i => $"- echo {i}\n"));
        Assert.Equal(80_000, _tree.ReadSpec("image: x\nsteps:\n" + steps)!.Steps.Length);
        Assert.NotNull(_tree.ReadSpec("image: x\n" + string.Concat(Enumerable.Range(0, 80_000).Select(i => $"step{i}: x\n"))));
        Assert.Null(_tree.ReadSpec("image: x\nsteps:\n" + steps.Replace("echo", "[x]\n-", StringComparison.Ordinal)));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"It took {watch.Elapsed}.");
    }
}
