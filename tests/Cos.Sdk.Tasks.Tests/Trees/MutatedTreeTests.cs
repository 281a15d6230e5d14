using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Tests.Trees;

/// <summary>Damaged trees end in specs or in coded diagnostics, never in another exception.</summary>
public sealed class MutatedTreeTests : IDisposable
{
    private static readonly string[] Pieces =
        ["{{", "}}", "- ", ": ", "\n", "\n  ", "\t", "[", "]", "{", "}", "\"", "'", "&a ", "*a", "<<: *a\n", "|\n", "!!int ", "{{ end }}", "{{ if .Values }}", "null", "~", "yes", "0x", "\u0000", "\uFFFD"];

    private static readonly int Rounds = Environment.GetEnvironmentVariable("COS_SOAK") is "1" ? 10_000 : 400;

    private readonly TempTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Read_MutatedTrees_EndInDiagnostics()
    {
        string[] files = [.. Directory.GetFiles(Repository.PathOf("tests/golden"), "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        for (int round = 0; round < Rounds; round++)
        {
            Random random = new(round);
            string file = files[random.Next(files.Length)];
            string folder = Path.GetDirectoryName(file)!;
            foreach (string source in Directory.GetFiles(folder, "*.yaml"))
            {
                string text = File.ReadAllText(source);
                _tree.With($"r{round}/{Path.GetFileName(source)}", source == file ? Mutate(text, random) : text);
            }
            PackageTree tree = TreeReader.Read([_tree.PathOf($"r{round}")], _tree.Diagnostics);
            BuildSpecReader reader = new(tree, ValuesReader.Read([.. Directory.GetFiles(_tree.PathOf($"r{round}"), "values*.yaml")], _tree.Diagnostics));
            foreach (Package package in tree.Packages)
            {
                DiagnosticBag diagnostics = [];
                BuildSpec? spec = reader.Read(package, diagnostics);
                Assert.Equal(package.BuildFile is not null && spec is null, diagnostics.HasErrors);
                new FinalizeReader().Read(package, diagnostics);
                _tree.Diagnostics.AddRange(diagnostics);
            }
        }
        Assert.All(_tree.Diagnostics, item => Assert.Matches("^COS[12][0-9]{3}$", item.Code));
        Assert.True(_tree.Diagnostics.DistinctBy(item => item.Code).Count() > 10);
    }

    private static string Mutate(string text, Random random)
    {
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            int at = random.Next(text.Length + 1);
            text = random.Next(3) switch
            {
                0 => text.Insert(at, Pieces[random.Next(Pieces.Length)]),
                1 => text.Remove(at, Math.Min(random.Next(1, 12), text.Length - at)),
                _ => text[..at] + text[random.Next(text.Length + 1)..],
            };
        }
        return text;
    }
}
