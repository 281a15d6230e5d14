using System.Diagnostics;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Artifacts.Deltas;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;
using Cos.Sdk.Resolution;
using Cos.Sdk.Tests.Artifacts;
using Cos.Sdk.Tests.Artifacts.Deltas;
using Cos.Sdk.Tests.Planning;
using Cos.Sdk.Tests.Resolution;
using Cos.Sdk.Tests.Trees;
using Cos.Sdk.Tests.Validation;
using Cos.Sdk.Trees;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Tests.KnownFaults;

/// <summary>The faults of the classic toolchain that docs/from-luet.md numbers, and that they are not ours. Others are shown by the tests that the page names.</summary>
public sealed class KnownFaultsTests : IDisposable
{
    private const string Base = "image: base\n";

    private readonly PlanTree _plans = new();
    private readonly ValidatedTree _tree = new();
    private readonly TempTree _spec = new();

    public void Dispose()
    {
        _plans.Dispose();
        _tree.Dispose();
        _spec.Dispose();
    }

    [Fact]
    public async Task Fault01_ChangedFilesAreNamedAndCanBeTaken()
    {
        using LayerSet layers = new();
        string below = await layers.AddAsync(Tars.Bare(Tars.Folder("etc")), Tars.Text("etc/conf", "old"), Tars.Text("etc/gone", "x"));
        string step = await layers.AddAsync(Tars.Bare(Tars.Folder("etc")), Tars.Text("etc/conf", "changed"), Tars.Text("etc/.wh.gone", ""));
        (_, DeltaResult added) = await layers.CutAsync(LayerSet.Request([below, step], 1));
        (byte[] archive, _) = await layers.CutAsync(LayerSet.Request([below, step], 1, DeltaMode.Changes));
        Assert.Equal(["etc/conf"], added.Changed);
        Assert.Equal(["etc/gone"], added.Deleted);
        Assert.Contains("-0644 0/0 7 etc/conf", await Tars.LinesAsync(archive));
        Assert.Equal(DeltaMode.Changes, _spec.ReadSpec(Base + "delta: changes\n")!.Delta);
    }

    [Fact]
    public async Task Fault02_ParentFoldersKeepTheirModes()
    {
        using LayerSet layers = new();
        string below = await layers.AddAsync(Tars.Bare(Tars.Folder("tmp", 0x3FF)), Tars.Bare(Tars.Folder("root", 0x1C0)));
        string step = await layers.AddAsync(Tars.Bare(Tars.Folder("tmp", 0x3FF)), Tars.Text("tmp/x", ""), Tars.Bare(Tars.Folder("root", 0x1C0)), Tars.Text("root/x", ""));
        (byte[] archive, _) = await layers.CutAsync(LayerSet.Request([below, step], 1));
        Assert.Equal(["d0700 0/0 0 root", "-0644 0/0 0 root/x", "d1777 0/0 0 tmp", "-0644 0/0 0 tmp/x"], await Tars.LinesAsync(archive));
    }

    [Fact]
    public async Task Fault03_CopiedFilesReachADeltaOfChanges()
    {
        using LayerSet layers = new();
        string[] all = [await layers.AddAsync(Tars.Text("base", "")), await layers.AddAsync(Tars.Text("copied", "")), await layers.AddAsync(Tars.Text("step", ""))];
        DeltaRequest request = LayerSet.Request([.. all], 2, DeltaMode.Changes) with { LayersBelowCopies = 1, LayersBelowPrelude = 2 };
        (byte[] archive, _) = await layers.CutAsync(request);
        Assert.Equal(["-0644 0/0 0 copied", "-0644 0/0 0 step"], await Tars.LinesAsync(archive));
    }

    [Fact]
    public void Fault04_SourcesStayOutOfArtifacts()
    {
        Assert.False(new ArtifactFilter([], []).Takes("/luetbuild/secret"));
        Assert.False(new ArtifactFilter([new PathPattern("^/", new SourceLocation("build.yaml"))], []).Takes("/luetbuild/secret"));
    }

    [Fact]
    public void Fault05_OneInputHasOneResultAndItIsTheNewest()
    {
        Candidate[] candidates = [.. new TreeBuilder().Add("t/app@1.0", "requires t/a@<2.0").Add("t/a@0.9").Add("t/a@0.10").Add("t/a@1.0-rc1").Add("t/a@1.0").Add("t/a@1.0+2").Candidates];
        Random random = new(5);
        for (int round = 0; round < 50; round++)
        {
            random.Shuffle(candidates);
            ResolvedPackages result = new Resolver().Resolve(new PackageUniverse(candidates), TreeBuilder.Targets("t/app"), CancellationToken.None);
            Assert.Equal("t/a@1.0+2 t/app@1.0", string.Join(' ', result.Packages));
        }
    }

    [Fact]
    public void Fault06_AParentThatIsDroppedIsNamedAtItsLine()
    {
        _tree.Add("own/a", Base).Add("own/b", Base).Add("own/top", "requires:\n" + Wish("a") + Wish("b") + "steps: [\"true\"]\n");
        Assert.Equal(["COS4004 own/top/build.yaml(2,3)"], _tree.Doubts());
    }

    [Fact]
    public void Fault07_ReleasesBeatCandidatesAndEveryPairIsCompared()
    {
        Assert.Equal("1.0", PackageVersion.Best(["1.0-rc1", "1.0", "1.0-beta", "0.9"]));
        Assert.NotEqual(0, new PackageVersion("1.02").CompareTo(new PackageVersion("1.2")));
        Assert.Equal("latest", PackageVersion.Best(["latest"]));
    }

    [Theory]
    [InlineData(">=0", "1.0")]
    [InlineData(">=1.0", "1.0")]
    [InlineData("1.0", "1.0")]
    [InlineData("1.5", ">=1.0")]
    [InlineData(">=2,<3", ">=1.0")]
    public void Fault08_ProvidesWorkWithSelectors(string required, string provided) => Assert.Equal(
        "q@1.0 app@1.0", new TreeBuilder().Add("t/app@1.0", $"requires t/virtual@{required}").Add("t/q@1.0", $"provides t/virtual@{provided}").Order("t/app"));

    [Theory]
    [InlineData("image: x\nrequires:\n- {category: c, name: lib, version: '>=0'}\n", "COS1046", 2)]
    [InlineData("image: x\nprelud: [\"true\"]\n", "COS1040", 2)]
    [InlineData("image: x\nentrypoint: sh\n", "COS1039", 2)]
    [InlineData("join:\n- {category: c, name: lib, version: '>=0'}\n", "COS1049", 1)]
    public void Fault09_DoubtfulKeysAreNamedAtTheirLine(string build, string code, int line)
    {
        _tree.Add("own/lib", Base).Add("own/app", build);
        Diagnostic said = Assert.Single(_tree.Validate(), item => item.Location?.File.EndsWith("app/build.yaml", StringComparison.Ordinal) ?? false);
        Assert.Equal((code, line), (said.Code, said.Location!.Line));
    }

    [Theory]
    [InlineData("false")]
    [InlineData("0")]
    [InlineData("''")]
    [InlineData("[]")]
    public void Fault10_FalsyValuesOverride(string value)
    {
        BuildSpec spec = _spec.ReadSpec(
            "image: x\nsteps:\n- echo {{ if .Values.debug }}on{{ else }}off{{ end }}\n", "name: p\ncategory: c\nversion: \"1\"\ndebug: true\n", $"debug: {value}\n")!;
        Assert.Equal("echo off", Assert.Single(spec.Steps).Command);
    }

    [Fact]
    public void Fault10_TheLastValuesFileWinsForEveryPackage()
    {
        _tree.WithValues("v: a\n").WithValues("v: b\n");
        foreach (string name in new[] { "one", "two", "three" })
        {
            _tree.Add("own/" + name, $"image: x\nsteps:\n- cd {{{{ .Values.v }}}}\n");
        }
        Assert.All(_tree.Validate(), item => Assert.Contains("'cd b'", item.Message, StringComparison.Ordinal));
        Assert.Equal(3, _tree.Validate().Count);
    }

    [Fact]
    public void Fault10_AbsentValuesInScriptsAreNamed() =>
        Assert.Equal(["COS2039 own/app/build.yaml(3,11)"], _tree.Add("own/app", "image: x\nsteps:\n- echo {{ .Values.absent }}\n").Doubts());

    [Fact]
    public void Fault11_TemplateErrorsNameFileAndLine()
    {
        _tree.With("own/templates/shared.yaml", "{{ define \"t\" }}\n{{ .a.b.c }}\n{{ end }}\n").Add("own/app", "image: x\n\n# {{ template \"t\" .Values }}\n");
        Diagnostic error = Assert.Single(Assert.Throws<CosException>(() => _tree.Validate()).Diagnostics);
        Assert.Equal(("own/templates/shared.yaml", 2), (Path.GetRelativePath(_tree.Root, error.Location!.File), error.Location.Line));
    }

    [Fact]
    public void Fault11_NestedMapsWorkInEveryFunction()
    {
        BuildSpec spec = _spec.ReadSpec(
            "image: x\nenv:\n- A={{ get .Values.m \"k\" }}\n- B={{ keys .Values.m | join \",\" }}\n- C={{ .Values.m | toJson | b64enc }}\n- D={{ hasKey .Values.m \"k\" }}\n",
            "name: p\ncategory: c\nversion: \"1\"\nm: {k: v}\n")!;
        Assert.Equal(["A=v", "B=k", "C=eyJrIjoidiJ9", "D=true"], spec.Environment);
    }

    [Fact]
    public void Fault11_NumbersOfACollectionThatPrintOtherwiseAreNamed()
    {
        _tree.With("own/all/collection.yaml", "packages:\n- {name: a, category: c, version: \"1\", size: 1500000, port: 80}\n").With("own/all/build.yaml", "image: x\n# {{ .Values.size }}\n");
        Assert.Contains("1.5e+06", _tree.Message(), StringComparison.Ordinal);
        Assert.Equal(["COS1133 own/all/collection.yaml(2,3)"], _tree.Doubts());
    }

    [Fact]
    public void Fault12_UnquotedVersionsAndNamesAreKeptAsWritten()
    {
        TempTree tree = _spec.With("definition.yaml", "name: n\ncategory: on\nversion: 0.10\n");
        Assert.Equal("on/n@0.10", Assert.Single(tree.Read().Packages).Id.ToString());
        Assert.Equal(["COS1036 definition.yaml(1,7)", "COS1036 definition.yaml(2,11)", "COS1036 definition.yaml(3,10)"], tree.Reports);
    }

    [Fact]
    public void Fault13_AStepOfSeveralLinesIsOneCommand()
    {
        ImageNode image = _plans.Image(_plans.Add("a", "image: base", "steps:", "- |", "  if true; then", "    echo a", "  fi").Plan("a"), "a");
        Assert.Equal("[\"/bin/sh\", \"-ec\", \"if true; then\\n  echo a\\nfi\"]", Assert.Single(image.Instructions, line => line.Keyword == "RUN").Arguments);
    }

    [Fact]
    public void Fault14_NamesFollowContentAndModesButNotComments()
    {
        _plans.Add("a", "image: base", "steps: [\"sh run.sh\"]").With("a/run.sh", "true\n");
        string before = Name();
        _plans.With("a/build.yaml", "# a comment\nimage: base\nsteps: [\"sh run.sh\"]\n");
        Assert.Equal(before, Name());
        File.SetUnixFileMode(Path.Combine(_plans.Root, "a/run.sh"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string executable = Name();
        Assert.NotEqual(before, executable);
        SourceModel model = _plans.Load("a");
        BuildPlanner planner = new(
            Settings(), model.Packages, model.Resolution, (reference, _) => new PinnedImage(reference, reference, "sha256:other content"), null, []);
        BuildPlanner same = new(Settings(), model.Packages, model.Resolution, (reference, _) => new PinnedImage(reference, reference, "sha256:content"), null, []);
        Assert.NotEqual(_plans.Image(same.Plan(model.Resolution.Targets), "a").Image, _plans.Image(planner.Plan(model.Resolution.Targets), "a").Image);

        string Name() => _plans.Image(_plans.Plan("a"), "a").Image;
    }

    [Fact]
    public void Fault15_TargetsShareTheImagesBelowThem()
    {
        BuildPlan plan = _plans.Add("low", "image: base", "steps: [echo low]")
            .Add("one", PlanTree.Requires("low"), "steps: [echo 1]").Add("two", PlanTree.Requires("low"), "steps: [echo 2]").Plan("one", "two");
        Assert.Equal(3, plan.Nodes.OfType<ImageNode>().Count());
    }

    [Theory]
    [InlineData("own/app/definition.yaml", "category: c\nversion: \"1\"\n", "COS1035", 1)]
    [InlineData("own/app/build.yaml", "requires:\n- {category: c, name: gone, version: '>=0'}\n", "COS3001", 2)]
    [InlineData("own/app/build.yaml", "requires:\n- {category: c, name: app, version: '>=0'}\n", "COS3004", 2)]
    [InlineData("own/app/build.yaml", "\nsteps: [\"true\"]\n", "COS1047", 2)]
    public void Fault17_FaultsOfTreesAreFoundEarlyAtTheirLine(string file, string text, string code, int line)
    {
        _tree.Add("own/app", Base).With(file, text);
        Diagnostic error = Assert.Single(Assert.Throws<CosException>(() => _tree.Validate()).Diagnostics);
        Assert.Equal((code, file, line), (error.Code, Path.GetRelativePath(_tree.Root, error.Location!.File), error.Location.Line));
    }

    [Fact]
    public void Fault18_ConflictsOfFiftyPackagesAreExplainedAtOnce()
    {
        TreeBuilder tree = new TreeBuilder().Add("t/app@1.0", [.. Enumerable.Range(0, 50).Select(i => $"requires t/p{i}@>=0")]).Add("t/lib@1.0").Add("t/lib@2.0");
        for (int i = 0; i < 50; i++)
        {
            tree.Add($"t/p{i}@1.0", $"requires t/p{(i + 7) % 50 + 50}@>=0").Add($"t/p{i}@2.0", $"requires t/lib@{(i == 13 ? "<2" : ">=2")}").Add($"t/p{i + 50}@1.0", $"requires t/lib@{(i == 20 ? "<2" : ">=2")}");
        }
        Stopwatch watch = Stopwatch.StartNew();
        Diagnostic error = tree.Fail("t/app");
        Assert.Equal("COS3003", error.Code);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"It took {watch.Elapsed}.");
        Assert.InRange(error.Message.Length, 100, 3000);
    }

    [Fact]
    public async Task Fault19_TheSameContentGivesTheSameBytes()
    {
        using LayerSet layers = new();
        string[] all = [await layers.AddAsync(Tars.Text("base", "")), await layers.AddAsync(Tars.Text("b", ""), Tars.Text("a", "")), await layers.AddAsync(Tars.Text("c", ""))];
        (byte[] first, _) = await layers.CutAsync(LayerSet.Request([.. all], 1));
        (byte[] second, _) = await layers.CutAsync(LayerSet.Request([.. all], 1), all.Reverse());
        Assert.Equal(first, second);
    }

    [Fact]
    public void Fault22_FiltersSeePathsAsInTheImageAndWrongOnesAreRefused()
    {
        Assert.True(new PathFilter([Pattern("^/out/usr")], []).Takes("/out/usr/x"));
        _tree.Add("own/app", Base + "package_dir: /out\nincludes:\n- ^/out/out/usr\n");
        Assert.Contains("twice", _tree.Message(), StringComparison.Ordinal);
        _tree.Add("own/app", Base + "includes:\n- '(unclosed'\n");
        Assert.Equal("COS1048", Assert.Single(Assert.Throws<CosException>(() => _tree.Validate()).Diagnostics).Code);

        static PathPattern Pattern(string text) => new(text, new SourceLocation("build.yaml"));
    }

    [Fact]
    public void Fault23_ValidationKnowsExactVersionsTemplatesAndCircles()
    {
        _tree.Add("own/app", Base).Add("base/exact", "requires:\n" + Wish("app", "9.9")).Add("base/template", "image: {{ nofunction }}\n").Add("base/circle", "requires:\n" + Wish("circle"));
        Assert.Equal(
            ["COS2019 base/template/build.yaml(1,11)", "COS3002 base/exact/build.yaml(2,3)", "COS3004 base/circle/build.yaml(2,3)"],
            _tree.Doubts().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Fault26_APlanThatDidNotChangeIsNotWritten()
    {
        string folder = Directory.CreateTempSubdirectory("cos-plan-").FullName;
        BuildPlan plan = _plans.Add("a", "image: base", "steps: [echo a]").Plan("a");
        PlanFiles.Write(folder, plan);
        string[] files = Directory.GetFiles(folder);
        Assert.NotEmpty(files);
        Assert.All(files, file => File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch));
        PlanFiles.Write(folder, _plans.Plan("a"));
        Assert.All(files, file => Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(file)));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Fault28_ImagesOfDifferentPackagesHaveDifferentNames()
    {
        BuildPlan plan = _plans.Add("alpha", "image: base", "steps: [echo a]").Add("beta", "image: base", "steps: [echo b]").Add("top", PlanTree.Requires("alpha", "beta"), "steps: [echo t]")
            .Plan("alpha", "beta", "top");
        string[] names = [.. plan.Nodes.OfType<ImageNode>().Select(node => node.Image)];
        Assert.Equal(names.Length, names.Distinct().Count());
    }

    [Fact]
    public void Fault29_TemplatesOfOtherTreesAreKnown() => Assert.Equal([], _tree
        .With("base/templates/t.yaml", "{{ define \"from\" }}debian{{ end }}").Add("own/app", "image: {{ template \"from\" }}\n").Doubts());

    private static string Wish(string name, string version = ">=0") => $"- {{category: c, name: {name}, version: '{version}'}}\n";

    private PlanSettings Settings() => new()
    {
        ProjectFolder = _plans.Root,
        ImageRepository = "cos.local/cache",
        Platform = "linux/amd64",
        Epoch = 0,
        Compression = "none",
        CompressionLevel = 0,
    };
}
