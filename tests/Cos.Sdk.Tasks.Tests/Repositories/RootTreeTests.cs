using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Repositories;
using Cos.Sdk.Tests.Artifacts;

namespace Cos.Sdk.Tests.Repositories;

public sealed class RootTreeTests
{
    private readonly DiagnosticBag _diagnostics = [];

    [Fact]
    public void Place_EntryWithoutItsFolders_ImpliesThemOutermostFirst()
    {
        RootTree tree = Tree();
        Placement placement = tree.Place(Tars.File("a/b/c", 1), 0, 0);

        Assert.Equal(PlacementKind.Added, placement.Kind);
        Assert.Equal(["a", "a/b"], placement.Implied.Select(node => node.Entry.Path));
        Assert.All(placement.Implied, node => Assert.Equal((0x1ED, 1000L), (node.Entry.Mode, node.Entry.ModificationTime)));
    }

    [Fact]
    public void Place_TimesAfterTheEpoch_AreClamped()
    {
        RootTree tree = Tree();
        Assert.Equal(1000, tree.Place(Tars.File("late", 1) with { ModificationTime = 5000 }, 0, 0).Node!.Entry.ModificationTime);
        Assert.Equal(7, tree.Place(Tars.File("early", 1) with { ModificationTime = 7 }, 0, 1).Node!.Entry.ModificationTime);
    }

    [Theory]
    [InlineData(0x1C0, 0x1ED)]
    [InlineData(0x1ED, 0x1C0)]
    public void Place_PlainFolderAndStricterOne_StricterWinsInEitherOrder(int first, int second)
    {
        RootTree tree = Tree();
        tree.Place(Tars.Folder("root", first), 0, 0);
        tree.Place(Tars.Folder("root", second), 1, 0);

        Assert.Equal(0x1C0, tree.Nodes["root"].Entry.Mode);
        Assert.Empty(_diagnostics);
    }

    [Fact]
    public void Place_FoldersThatDisagree_FirstWinsWithAWarning()
    {
        RootTree tree = Tree();
        tree.Place(Tars.Folder("srv", 0x1C0), 0, 0);
        tree.Place(Tars.Folder("srv", 0x1E8), 1, 0);

        Assert.Equal(0x1C0, tree.Nodes["srv"].Entry.Mode);
        Diagnostic warning = Assert.Single(_diagnostics);
        Assert.Equal(("COS7047", DiagnosticSeverity.Warning), (warning.Code, warning.Severity));
        Assert.Contains("of mode 0700 owned by 0:0, and a folder of mode 0750", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Place_FolderOverALinkToAFolder_IsMergedWithTheLinksTarget()
    {
        RootTree tree = Tree(("bin", "usr/bin"));
        tree.Place(Tars.Folder("usr/bin"), 0, 0);
        tree.Place(Tars.Folder("bin"), 1, 0);
        tree.Place(Tars.File("bin/foo", 3), 1, 1);
        tree.Place(Tars.Symlink("bin", "usr/bin"), 0, 1);

        Assert.Equal(["bin", "usr", "usr/bin", "usr/bin/foo"], tree.Nodes.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(TarEntryKind.SymbolicLink, tree.Nodes["bin"].Entry.Kind);
        Assert.Empty(_diagnostics);
    }

    [Fact]
    public void Place_EqualFilesOfTwoPackages_ContentDecides()
    {
        RootTree tree = Tree();
        tree.Place(Tars.File("a", 5) with { ModificationTime = 1 }, 0, 0);
        Assert.Equal(PlacementKind.SameIfContentIs, tree.Place(Tars.File("a", 5), 1, 0).Kind);
        tree.Place(Tars.Symlink("l", "x"), 0, 1);
        Assert.Equal(PlacementKind.Same, tree.Place(Tars.Symlink("l", "x"), 1, 1).Kind);
        tree.Place(Tars.File("empty", 0), 0, 2);
        Assert.Equal(PlacementKind.Same, tree.Place(Tars.File("empty", 0), 1, 2).Kind);
    }

    [Fact]
    public void Place_DifferentThingsOfTwoPackages_NamesBothAndThePath()
    {
        TarEntry[] others =
        [
            Tars.File("a", 6), Tars.File("a", 5, 0x1ED), Tars.File("a", 5) with { UserId = 7 }, Tars.Folder("a"), Tars.Symlink("a", "b"),
            Tars.File("a", 5).With("security.capability", 1), new() { Path = "a", Kind = TarEntryKind.Fifo, Mode = 0x1A4 },
        ];
        foreach (TarEntry other in others)
        {
            DiagnosticBag diagnostics = [];
            RootTree tree = new(["c/one@1", "c/two@1"], new RootTreeOptions(TarLimits.Default, 1000), new RootLinks(), diagnostics);
            tree.Place(Tars.File("a", 5), 0, 0);
            Assert.Equal(PlacementKind.Refused, tree.Place(other, 1, 0).Kind);

            Diagnostic error = Assert.Single(diagnostics);
            Assert.Equal("COS7040", error.Code);
            Assert.StartsWith("c/one@1 and c/two@1 both bring 'a', and not the same thing: ", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Place_HostileEntries_AreRefusedByName()
    {
        Refused("COS7042", Tars.Symlink("a", "../../etc"), Tars.File("a/passwd", 1));
        Refused("COS7042", Tars.Symlink("a", "a"), Tars.File("a/x", 1));
        Refused("COS7042", Tars.Symlink("a", ".."), Tars.Folder("a"));
        Refused("COS7043", Tars.HardLink("a", "etc/shadow"));
        Refused("COS7043", Tars.Folder("d"), Tars.HardLink("a", "d"));
        Refused("COS7043", Tars.Symlink("s", "../.."), Tars.HardLink("a", "s/etc/shadow"));
        Refused("COS7045", Tars.File("a", 1), Tars.File("a", 1));
        Refused("COS7045", Tars.Symlink("bin", "usr/bin"), Tars.File("usr/bin/x", 1), Tars.File("bin/x", 1));
        Refused("COS7045", Tars.Folder("a"), Tars.Symlink("a", "/etc"));
        Refused("COS7041", Tars.File("a", 1), Tars.File("a/b", 1));
    }

    [Fact]
    public void Place_HardLinkBehindALink_IsTakenToTheSamePlace()
    {
        RootTree tree = Tree(("bin", "usr/bin"));
        tree.Place(Tars.File("bin/perl", 9), 0, 0);
        Placement placement = tree.Place(Tars.HardLink("bin/perl5", "bin/perl"), 0, 1);
        Assert.Equal(("usr/bin/perl5", "usr/bin/perl"), (placement.Node!.Entry.Path, placement.Node.Entry.LinkTarget));
    }

    [Fact]
    public void Place_BoundsHoldOverAllPackagesTogether()
    {
        TarLimits limits = new() { MaxEntries = 3, MaxTotalSize = 100, MaxDevices = 1 };
        Exceeds("MaxEntries", Tars.Folder("a"), Tars.Folder("b"), Tars.Folder("c"), Tars.Folder("d"));
        Exceeds("MaxTotalSize", Tars.File("a", 60), Tars.File("b", 60));
        Exceeds("MaxDevices", Device("a"), Device("b"));

        void Exceeds(string bound, params TarEntry[] entries)
        {
            RootTree tree = new(["c/one@1", "c/two@1"], new RootTreeOptions(limits, 1000), new RootLinks(), _diagnostics);
            CosException error = Assert.Throws<CosException>(() =>
            {
                for (int i = 0; i < entries.Length; i++)
                {
                    tree.Place(entries[i], i % 2, i);
                }
            });
            Assert.Equal("COS7044", error.Diagnostics[0].Code);
            Assert.Contains(bound, error.Message, StringComparison.Ordinal);
        }
    }

    private static TarEntry Device(string path) => new() { Path = path, Kind = TarEntryKind.CharacterDevice, Mode = 0x1B6, DeviceMajor = 1, DeviceMinor = 3 };

    private static void Refused(string code, params TarEntry[] entries)
    {
        DiagnosticBag diagnostics = [];
        RootTree tree = new(["c/one@1"], new RootTreeOptions(TarLimits.Default, 1000), new RootLinks(), diagnostics);
        for (int i = 0; i < entries.Length; i++)
        {
            Assert.Equal(i == entries.Length - 1, tree.Place(entries[i], 0, i).Kind == PlacementKind.Refused);
        }
        Diagnostic error = Assert.Single(diagnostics);
        Assert.Equal(code, error.Code);
        Assert.Contains($"{entries[^1].Path}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("c/one@1", error.Message, StringComparison.Ordinal);
    }

    private RootTree Tree(params (string, string)[] links) =>
        new(["c/one@1", "c/two@1"], new RootTreeOptions(TarLimits.Default, 1000), RootLinks.Of(links), _diagnostics);
}
