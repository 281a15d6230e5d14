using static Cos.Sdk.Tests.Graphs.GraphTree;

namespace Cos.Sdk.Tests.Graphs;

public sealed class PackageAnswerTests : IDisposable
{
    private readonly GraphTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Answer_RequiredPackage_TellsTheWayAndTheVersions()
    {
        _tree.Add("own", "os", "1.0", Requires("kernel", "tools"))
            .Add("base", "tools", "2.0", Requires("kernel@<6"))
            .Add("base", "kernel", "5.9", "image: debian\n").Add("base", "kernel", "5.10", "image: debian\n").Add("base", "kernel", "6.1", "image: debian\n");
        Assert.Equal(
            """
            c/kernel@5.10 is in the build (base/kernel-5.10/definition.yaml(1,1)).
            Why:
              the project builds c/os@1.0, a package of its own (own/os-1.0/definition.yaml(1,1))
              c/os@1.0 requires c/kernel@>=0 (own/os-1.0/build.yaml(2,3))
            Also:
              c/tools@2.0 requires c/kernel@<6 (base/tools-2.0/build.yaml(2,3))
            Why 5.10:
              it is the newest of 3 versions that all requirements allow
              not 6.1: c/tools@2.0 requires c/kernel@<6 (base/tools-2.0/build.yaml(2,3)).
              older: 5.9
            """,
            _tree.Ask("c/kernel"));
    }

    [Fact]
    public void Answer_CopiedAndComposedPackages_NamesHow()
    {
        _tree.Add("own", "os", "1.0", "requires_final_images: true\n" + Requires("files"))
            .Add("own", "app", "1.0", "image: debian\ncopy:\n- package: {category: c, name: tool, version: \">=0\"}\n  source: /bin/t\n  destination: /bin/t\nsteps: [\"true\"]\n")
            .Add("base", "files", "1.0", "image: debian\nunpack: true\n", "requires:\n" + Wish("late"))
            .Add("base", "late", "1.0", "image: debian\nunpack: true\n")
            .Add("base", "tool", "1.0", "image: debian\n");
        Assert.Contains("c/app@1.0 copies files from c/tool@>=0 (own/app-1.0/build.yaml(3,3))", _tree.Ask("c/tool"), StringComparison.Ordinal);
        Assert.Contains("c/os@1.0 is composed of c/files@>=0 (own/os-1.0/build.yaml(3,3))", _tree.Ask("c/files"), StringComparison.Ordinal);
        Assert.Contains(
            "  c/os@1.0 is composed of c/files@>=0 (own/os-1.0/build.yaml(3,3))\n  c/files@1.0 requires at run time c/late@>=0 (base/files-1.0/definition.yaml(5,3))\n",
            _tree.Ask("c/late"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Answer_Provider_SaysForWhat()
    {
        _tree.Add("own", "os", "1.0", Requires("libc")).Add("base", "musl", "1.2", "image: debian\n", "provides:\n" + Wish("libc@1.0"));
        Assert.Contains("c/os@1.0 requires c/libc@>=0, which c/musl@1.2 provides (own/os-1.0/build.yaml(2,3))", _tree.Ask("c/musl"), StringComparison.Ordinal);
    }

    [Fact]
    public void Answer_Targets_SaysWhoNamesThem()
    {
        using GraphTree system = new() { SystemPackage = "c/os" };
        system.Add("own", "app", "1.0", "image: debian\n").Add("base", "os", "1.0", "image: debian\n");
        Assert.Contains("the project builds c/os@1.0, which is CosSystemPackage\n", system.Ask("c/os"), StringComparison.Ordinal);
        using GraphTree named = new() { BuildPackages = ["c/app"] };
        named.Add("own", "app", "1.0", "image: debian\n");
        Assert.Contains("the project builds c/app@1.0, which CosBuildPackages names\n", named.Ask("c/app"), StringComparison.Ordinal);
    }

    [Fact]
    public void Answer_PackageThatIsNotBuilt_SaysSo()
    {
        _tree.Add("own", "os", "1.0", "image: debian\n").Add("base", "extra", "1.0", Requires("lib")).Add("base", "lib", "1.0", "image: debian\n");
        Assert.Equal(
            """
            c/lib@1.0 is in the trees (base/lib-1.0/definition.yaml(1,1)), but not in the build.
              nothing that the project builds requires it, copies from it or is composed of it
              c/extra@1.0 would require it, and is not in the build either (base/extra-1.0/build.yaml(2,3))
            """,
            _tree.Ask("c/lib"));
    }

    [Fact]
    public void Answer_VersionThatIsNotBuilt_SaysWhatKeptItOut()
    {
        _tree.Add("own", "os", "1.0", Requires("lib@<2")).Add("base", "lib", "1.0", "image: debian\n").Add("base", "lib", "2.0", "image: debian\n");
        Assert.Contains("not 2.0: c/os@1.0 requires c/lib@<2 (own/os-1.0/build.yaml(2,3)).", _tree.Ask("c/lib@2.0"), StringComparison.Ordinal);
    }

    [Fact]
    public void Answer_UnknownPackageOrVersion_IsAnErrorWithAHint()
    {
        _tree.Add("own", "system", "1.0", "image: debian\n");
        Assert.Equal("COS3001", _tree.AskInVain("c/sytem").Code);
        Assert.Contains("Did you mean c/system?", _tree.AskInVain("c/sytem").Message, StringComparison.Ordinal);
        Assert.Equal("COS3002", _tree.AskInVain("c/system@2.0").Code);
    }
}
