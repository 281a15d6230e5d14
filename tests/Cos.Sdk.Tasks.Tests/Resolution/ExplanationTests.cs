using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Tests.Resolution;

/// <summary>What is said of typical conflicts, word by word: read Data/Explanations/expected.txt as a user would.</summary>
public sealed class ExplanationTests
{
    private static readonly (string Name, TreeBuilder Tree, string[] Targets)[] Cases =
    [
        ("unknown package, near name", new TreeBuilder().Add("sys/os@1.0", "requires sys/kernal@>=5").Add("sys/kernel@5.10"), ["sys/os"]),
        ("unknown package, other category", new TreeBuilder().Add("sys/os@1.0", "requires sys/curl@>=7").Add("utils/curl@7.0"), ["sys/os"]),
        ("unknown package, nothing near", new TreeBuilder().Add("sys/os@1.0", "requires zz/quux@>=7").Add("utils/curl@7.0"), ["sys/os"]),
        ("known package, version missing", new TreeBuilder().Add("sys/os@1.0", "requires sys/kernel@>=6").Add("sys/kernel@5.10").Add("sys/kernel@5.4"), ["sys/os"]),
        ("known package, exact version one build behind", new TreeBuilder().Add("sys/os@1.0", "requires sys/kernel@5.10").Add("sys/kernel@5.10+1"), ["sys/os"]),
        ("release candidate only", new TreeBuilder().Add("sys/os@1.0", "requires sys/kernel@>=6.0").Add("sys/kernel@6.0-rc1"), ["sys/os"]),
        ("selector with a blank", new TreeBuilder().Add("sys/os@1.0", "requires sys/kernel@>=5 <6").Add("sys/kernel@5.10"), ["sys/os"]),
        ("selector that is an exact version", new TreeBuilder().Add("sys/os@1.0", "requires sys/kernel@^5.0").Add("sys/kernel@5.10"), ["sys/os"]),
        ("star", new TreeBuilder().Add("sys/os@1.0", "requires sys/kernel@*").Add("sys/kernel@5.10"), ["sys/os"]),
        ("version that cannot be compared", new TreeBuilder().Add("sys/os@1.0", "requires sys/kernel@>=0").Add("sys/kernel@latest"), ["sys/os"]),
        ("deep unknown package", new TreeBuilder().Add("sys/os@1.0", "requires sys/a@>=1").Add("sys/a@1.0", "requires sys/b@>=1").Add("sys/b@1.0", "requires sys/c@>=1").Add("sys/c@1.0", "requires sys/gone@>=1"), ["sys/os"]),
        ("unknown in every version", new TreeBuilder().Add("sys/os@1.0", "requires sys/a@>=1").Add("sys/a@1.0", "requires sys/gone@1").Add("sys/a@2.0", "requires sys/lost@1"), ["sys/os"]),
        ("diamond", new TreeBuilder().Add("sys/os@1.0", "requires sys/a@>=1", "requires sys/b@>=1").Add("sys/a@1.0", "requires sys/lib@<2").Add("sys/b@1.0", "requires sys/lib@>=2").Add("sys/lib@1.0").Add("sys/lib@2.0"), ["sys/os"]),
        ("diamond of two targets", new TreeBuilder().Add("app/x@1.0", "requires sys/lib@<2").Add("app/y@1.0", "requires sys/lib@>=2").Add("sys/lib@1.0").Add("sys/lib@2.0"), ["app/x", "app/y"]),
        ("diamond with several versions in the middle", new TreeBuilder().Add("sys/os@1.0", "requires sys/a@>=1", "requires sys/b@>=1").Add("sys/a@1.0", "requires sys/lib@1.0").Add("sys/a@1.1", "requires sys/lib@1.0").Add("sys/b@1.0", "requires sys/lib@2.0").Add("sys/b@2.0", "requires sys/lib@3.0").Add("sys/lib@1.0").Add("sys/lib@2.0").Add("sys/lib@3.0"), ["sys/os"]),
        ("conflict with a selector", new TreeBuilder().Add("sys/os@1.0", "requires sys/init@>=1", "requires sys/udev@>=1").Add("sys/init@1.0", "conflicts sys/udev@<3").Add("sys/udev@2.0"), ["sys/os"]),
        ("conflict with what another provides", new TreeBuilder().Add("sys/os@1.0", "requires sys/postfix@>=1", "requires sys/exim@>=1").Add("sys/postfix@1.0", "conflicts virtual/mta@>=0").Add("sys/exim@4.0", "provides virtual/mta@1.0"), ["sys/os"]),
        ("mutual conflict between providers", new TreeBuilder().Add("sys/os@1.0", "requires virtual/mta@>=2").Add("sys/exim@4.0", "provides virtual/mta@1.0").Add("sys/postfix@3.0", "provides virtual/mta@1.5"), ["sys/os"]),
        ("provided name, own conflict", new TreeBuilder().Add("sys/os@1.0", "requires virtual/mta@>=1", "requires sys/a@>=0").Add("sys/exim@4.0", "provides virtual/mta@1.0").Add("sys/postfix@3.0", "provides virtual/mta@1.5").Add("sys/a@1.0", "conflicts virtual/mta@>=0"), ["sys/os"]),
        ("circle of three", new TreeBuilder().Add("sys/os@1.0", "requires sys/a@>=1").Add("sys/a@1.0", "requires sys/b@>=1").Add("sys/b@1.0", "requires sys/c@>=1").Add("sys/c@1.0", "requires sys/a@>=1"), ["sys/os"]),
        ("itself", new TreeBuilder().Add("sys/os@1.0", "requires sys/os@>=1"), ["sys/os"]),
        ("two exact versions of one package", new TreeBuilder().Add("sys/os@1.0", "requires sys/lib@1.0", "requires sys/lib@2.0").Add("sys/lib@1.0").Add("sys/lib@2.0"), ["sys/os"]),
        ("target of the wrong version", new TreeBuilder().Add("sys/os@1.0"), ["sys/os@>=2"]),
        ("unknown target", new TreeBuilder().Add("sys/cos@1.0"), ["system/cos"]),
        ("three-way", new TreeBuilder().Add("sys/os@1.0", "requires sys/a@>=0", "requires sys/b@>=0", "requires sys/c@>=0").Add("sys/a@1.0", "requires sys/x@1.0").Add("sys/a@2.0", "requires sys/x@2.0").Add("sys/b@1.0", "requires sys/y@1.0").Add("sys/c@1.0", "conflicts sys/x@>=0").Add("sys/x@1.0").Add("sys/x@2.0").Add("sys/y@1.0"), ["sys/os"]),
    ];

    [Fact]
    public void Resolve_TypicalConflicts_AreExplained()
    {
        string text = string.Join('\n', Cases.Select(item => $"{item.Name}\n{string.Join('\n', Explain(item.Tree, item.Targets))}\n"));
        string file = Repository.PathOf("tests/Cos.Sdk.Tasks.Tests/Data/Explanations/expected.txt");
        if (Environment.GetEnvironmentVariable("COS_REGENERATE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
        Assert.Equal(File.ReadAllText(file), text);
    }

    private static IEnumerable<string> Explain(TreeBuilder tree, string[] targets) =>
        Assert.Throws<CosException>(() => tree.Resolve(targets)).Diagnostics.Select(item => $"  {item.Location}: {item.Code}: {item.Message}");
}
