using System.Diagnostics;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Tests.Trees;

public sealed class TreeReaderTests : IDisposable
{
    private readonly TempTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Read_NestedPackages_AreAllFound()
    {
        PackageTree tree = _tree.With("a/definition.yaml", Definition("a", "1.0"))
            .With("a/build.yaml", "")
            .With("a/finalize.yaml", "")
            .With("a/deep/er/b/definition.yaml", Definition("b", "1.0"))
            .With("a/other.yaml", "[")
            .Read();

        Assert.Equal(["c/a@1.0", "c/b@1.0"], tree.Packages.Select(package => package.Id.ToString()));
        Package a = tree.Packages[0];
        Assert.Equal((_tree.PathOf("a"), _tree.Root, PackageKind.Definition), (a.Folder, a.TreeRoot, a.Kind));
        Assert.Equal((_tree.PathOf("a/build.yaml"), _tree.PathOf("a/finalize.yaml")), (a.BuildFile, a.FinalizeFile));
        Assert.Null(tree.Packages[1].BuildFile);
        Assert.Empty(_tree.Diagnostics);
    }

    [Fact]
    public void Find_ByNameAndById()
    {
        PackageTree tree = _tree.With("a1/definition.yaml", Definition("a", "1.0"))
            .With("a2/definition.yaml", Definition("a", "0.9"))
            .With("b/definition.yaml", Definition("b", "1.0"))
            .Read();

        Assert.Equal(["0.9", "1.0"], tree.Find(new PackageName("c", "a")).Select(package => package.Id.Version));
        Assert.Empty(tree.Find(new PackageName("", "a")));
        Assert.True(tree.TryFind(new PackageId(new PackageName("c", "b"), "1.0"), out Package? b));
        Assert.Equal(_tree.PathOf("b"), b.Folder);
        Assert.False(tree.TryFind(new PackageId(new PackageName("c", "b"), "2.0"), out _));
    }

    [Fact]
    public void Read_Collection_GivesEachEntryTheSharedFolder()
    {
        PackageTree tree = _tree.With("k/collection.yaml", "packages:\n- {name: one, category: k, version: \"1.0\", count: 1500000, flag: yes}\n- {name: two, category: k, version: \"2\", items: [x, y]}\n")
            .With("k/build.yaml", "image: x\n")
            .Read();

        Assert.Equal(["k/one@1.0", "k/two@2"], tree.Packages.Select(package => package.Id.ToString()));
        Assert.Equal([0, 1], tree.Packages.Select(package => package.CollectionIndex));
        Assert.All(tree.Packages, package => Assert.Equal((PackageKind.Collection, _tree.PathOf("k/build.yaml")), (package.Kind, package.BuildFile)));
        Assert.Equal("""{"category":"k","count":1500000,"flag":true,"name":"one","version":"1.0"}""", JsonValues.Write(tree.Packages[0].Definition.Values));
        Assert.IsType<double>(tree.Packages[0].Definition.Values["count"]);
        Assert.Equal("""{"category":"k","items":["x",true],"name":"two","version":"2"}""", JsonValues.Write(tree.Packages[1].Definition.Values));
        Assert.Equal(new SourceLocation(_tree.PathOf("k/collection.yaml"), 3, 3), tree.Packages[1].Definition.Location);
    }

    [Fact]
    public void Read_SameIdentityTwice_LaterTreeWinsAndBothAreNamed()
    {
        PackageTree tree = _tree.With("t1/a/definition.yaml", "# first\n" + Definition("a", "1.0"))
            .With("t2/z/definition.yaml", Definition("a", "1.0"))
            .Read("t1", "t2");

        Assert.Equal(_tree.PathOf("t2/z"), Assert.Single(tree.Packages).Folder);
        Diagnostic diagnostic = Assert.Single(_tree.Diagnostics);
        Assert.Equal(("COS1033", DiagnosticSeverity.Information), (diagnostic.Code, diagnostic.Severity));
        Assert.Equal(["COS1033 t2/z/definition.yaml(1,1)"], _tree.Reports);
        Assert.Contains(_tree.PathOf("t1/a/definition.yaml") + "(2,1)", diagnostic.Message, StringComparison.Ordinal);

        Assert.Equal(_tree.PathOf("t1/a"), Assert.Single(_tree.Read("t2", "t1").Packages).Folder);
    }

    [Fact]
    public void Read_OneTreeInsideAnother_CountsOnceAndForTheLaterOne()
    {
        PackageTree tree = _tree.With("t/a/definition.yaml", Definition("a", "1.0")).Read("t", "t/a", "t/a/");
        Assert.Equal(_tree.PathOf("t/a"), Assert.Single(tree.Packages).TreeRoot);
        Assert.Empty(_tree.Diagnostics);
    }

    [Fact]
    public void Read_TemplatesOfAllTrees_InOrder()
    {
        PackageTree tree = _tree.With("t1/x/templates/b.yaml", "b").With("t1/x/templates/a.YAML", "a").With("t1/x/templates/sub/c.yaml", "c").With("t1/x/templates/d.txt", "d")
            .With("t2/templates/0.yaml", "0").With("t2/Templates/e.yaml", "e")
            .Read("t1", "t2");
        Assert.Equal(["a", "b", "0"], tree.Templates.Select(template => template.Text));
        Assert.Equal(_tree.PathOf("t1/x/templates/a.YAML"), tree.Templates[0].File);
    }

    [Fact]
    public void Read_Dockerfiles_OnlyWhenAskedFor()
    {
        _tree.With("mine/x.Dockerfile", "FROM --platform=linux/amd64 base:1 AS one\nFROM debian:12\nRUN x\nFROM scratch as last\n").With("mine/definition.yaml", Definition("a", "1.0"));
        Assert.Equal(["c/a@1.0"], _tree.Read().Packages.Select(package => package.Id.ToString()));

        PackageTree tree = _tree.Read(new TreeOptions { Dockerfiles = true });
        Package package = tree.Find(new PackageName("", "mine")).Single();
        Assert.Equal((PackageKind.Dockerfile, "mine--"), (package.Kind, package.Id.Fingerprint));
        BuildSpec spec = new BuildSpecReader(tree, new Dictionary<string, object?>()).Read(package, _tree.Diagnostics)!;
        Assert.Equal("debian:12", spec.Image);
        Assert.StartsWith("FROM --platform", spec.Dockerfile, StringComparison.Ordinal);
        Assert.Empty(_tree.Diagnostics);
    }

    [Fact]
    public void Read_DockerfileWithoutFrom_IsAnError()
    {
        PackageTree tree = _tree.With("mine/Dockerfile", "RUN x\n").Read(new TreeOptions { Dockerfiles = true });
        Assert.Null(new BuildSpecReader(tree, new Dictionary<string, object?>()).Read(tree.Packages.Single(), _tree.Diagnostics));
        Assert.Equal(["COS1057 mine/Dockerfile(0,0)"], _tree.Reports);
    }

    [Fact]
    public void Read_LinkedFolders_AreNotFollowedAndLinkedFilesAre()
    {
        _tree.With("t/a/definition.yaml", Definition("a", "1.0")).With("t/b/keep", "");
        Directory.CreateSymbolicLink(_tree.PathOf("t/b/loop"), _tree.PathOf("t"));
        Directory.CreateSymbolicLink(_tree.PathOf("t/copy"), _tree.PathOf("t/a"));
        _tree.With("real.yaml", Definition("linked", "1.0"));
        File.CreateSymbolicLink(_tree.PathOf("t/b/definition.yaml"), _tree.PathOf("real.yaml"));
        Directory.CreateSymbolicLink(_tree.PathOf("root"), _tree.PathOf("t"));

        Assert.Equal(["c/a@1.0", "c/linked@1.0"], _tree.Read("t").Packages.Select(package => package.Id.ToString()));
        Assert.Equal(2, _tree.Read("root").Packages.Length);
        Assert.Empty(_tree.Diagnostics);
    }

    [Fact]
    public void Read_FoldersTooDeep_IsAnError()
    {
        string deep = string.Join('/', Enumerable.Repeat("d", 70));
        _tree.With($"{deep}/definition.yaml", Definition("a", "1.0")).Read();
        Assert.Equal("COS1031", Assert.Single(_tree.Diagnostics).Code);
    }

    [Fact]
    public void Read_MissingTree_IsAnErrorAndTheOthersAreRead()
    {
        PackageTree tree = _tree.With("t/a/definition.yaml", Definition("a", "1.0")).Read("nowhere", "t");
        Assert.Single(tree.Packages);
        Assert.Equal(["COS1030 nowhere(0,0)"], _tree.Reports);
    }

    [Fact]
    public void Read_OneBadFile_DoesNotHideTheOthers()
    {
        PackageTree tree = _tree.With("a/definition.yaml", "name: [\n")
            .With("b/definition.yaml", "name: b\n")
            .With("c/definition.yaml", Definition("ok", "1.0"))
            .With("d/collection.yaml", "packages:\n- {name: one, version: \"1\"}\n- {version: \"1\"}\n- text\n")
            .Read();

        Assert.Equal(["one@1", "c/ok@1.0"], tree.Packages.Select(package => package.Id.ToString()));
        Assert.Equal(
            ["COS1006 a/definition.yaml(1,7)", "COS1035 b/definition.yaml(1,1)", "COS1035 d/collection.yaml(3,3)", "COS1037 d/collection.yaml(4,3)"],
            _tree.Reports);
        Assert.Equal(1, tree.Packages.Count(package => package.CollectionIndex == 0));
    }

    [Fact]
    public void Read_FilesThatAreNoText_AreErrors()
    {
        _tree.With("a/x", "");
        File.WriteAllBytes(_tree.PathOf("a/definition.yaml"), [0x6E, 0xFF, 0xFE]);
        _tree.With("b/definition.yaml", new string('#', (4 * 1024 * 1024) + 1)).With("c/x", "");
        Directory.CreateDirectory(_tree.PathOf("c/definition.yaml"));
        File.CreateSymbolicLink(_tree.PathOf("dangling"), "nothing");
        _tree.With("d/x", "");
        File.CreateSymbolicLink(_tree.PathOf("d/definition.yaml"), "nothing");
        _tree.Read();
        Assert.Equal(["COS1016 a/definition.yaml(0,0)", "COS1019 b/definition.yaml(0,0)", "COS1017 d/definition.yaml(0,0)"], _tree.Reports);
    }

    [Fact]
    public void Read_PipesAndDevices_DoNotBlock()
    {
        _tree.With("p/x", "").With("d/x", "").With("l/x", "");
        using (Process process = Process.Start("mkfifo", [_tree.PathOf("p/definition.yaml")]))
        {
            process.WaitForExit();
        }
        File.CreateSymbolicLink(_tree.PathOf("l/definition.yaml"), _tree.PathOf("p/definition.yaml"));
        File.CreateSymbolicLink(_tree.PathOf("d/definition.yaml"), "/dev/zero");
        Assert.Empty(_tree.Read().Packages);
        Assert.Equal(["COS1034 d/definition.yaml(1,1)", "COS1034 l/definition.yaml(1,1)", "COS1034 p/definition.yaml(1,1)"], _tree.Reports);
    }

    [Fact]
    public void Read_ByteOrderMarkAndWindowsLineEnds_AreAccepted()
    {
        PackageTree tree = _tree.With("a/definition.yaml", "\uFEFF" + Definition("a", "1.0").ReplaceLineEndings("\r\n")).Read();
        Assert.Equal("c/a@1.0", Assert.Single(tree.Packages).Id.ToString());
    }

    [Fact]
    public void Read_Repeatedly_GivesTheSameOrder()
    {
        for (int i = 0; i < 200; i++)
        {
            _tree.With($"f{i * 37 % 200}/definition.yaml", Definition($"p{i}", i % 7 == 0 ? "1.0" : "n o"));
        }
        string[] first = [.. _tree.Read().Packages.Select(package => package.Folder), .. _tree.Reports];
        for (int i = 0; i < 5; i++)
        {
            string[] again = [.. _tree.Read().Packages.Select(package => package.Folder), .. _tree.Reports];
            Assert.Equal(first, again);
        }
    }

    private static string Definition(string name, string version) => $"name: {name}\ncategory: c\nversion: \"{version}\"\n";
}
