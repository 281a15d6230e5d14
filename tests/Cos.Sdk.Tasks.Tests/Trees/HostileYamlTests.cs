using System.Diagnostics;
using System.Text;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.Tests.Trees;

public sealed class HostileYamlTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    public static TheoryData<string, string> Documents => new()
    {
        { "COS1021", BillionLaughs() },
        { "COS1021", "a: &a {" + string.Join(',', Enumerable.Range(0, 2000).Select(i => $"k{i}: 1")) + "}\nb: [" + string.Join(',', Enumerable.Repeat("{<<: *a}", 200)) + "]\n" },
        { "COS1020", new string('[', 100_000) },
        { "COS1020", new string('{', 100_000) },
        { "COS1020", string.Concat(Enumerable.Repeat("- ", 100_000)) },
        { "COS1020", string.Concat(Enumerable.Repeat("? ", 100_000)) },
        { "COS1020", string.Concat(Enumerable.Repeat("{a: ", 100_000)) },
        { "COS1020", string.Concat(Enumerable.Range(0, 500).Select(i => new string(' ', i) + "a:\n")) },
        { "COS1020", DeepAliases() },
        { "COS1021", string.Concat(Enumerable.Repeat("- a\n", 250_000)) },
        { "COS1021", string.Concat(Enumerable.Range(0, 200_000).Select(i => $"k{i}: 1\n")) },
        { "COS1019", new string('a', (4 * 1024 * 1024) + 1) },
        { "COS1001", string.Concat(Enumerable.Repeat("!<", 300_000)) },
        { "COS1015", new string('\0', 1_000_000) },
    };

    [Theory]
    [MemberData(nameof(Documents), DisableDiscoveryEnumeration = true)]
    public void Read_HostileDocument_EndsWithACodeInTime(string code, string text)
    {
        DiagnosticBag diagnostics = [];
        Stopwatch watch = Stopwatch.StartNew();
        Assert.Null(YamlReader.Read(text, "/t.yaml", diagnostics));
        Assert.Equal(code, diagnostics.Last().Code);
        Assert.True(watch.Elapsed < Bound, $"It took {watch.Elapsed}.");
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a ")]
    [InlineData("a:")]
    [InlineData("\"")]
    [InlineData("'")]
    [InlineData("#")]
    [InlineData("&a ")]
    [InlineData("*a ")]
    [InlineData("!a ")]
    [InlineData("%a ")]
    [InlineData("|\n")]
    [InlineData(" \n")]
    [InlineData("a: b\n--- ")]
    [InlineData("\t")]
    [InlineData(",")]
    [InlineData("]")]
    [InlineData("--- ")]
    [InlineData("...\n")]
    [InlineData("\n- |\n x")]
    [InlineData("[a, ")]
    [InlineData("a: &x\n")]
    [InlineData("{}")]
    [InlineData("a\\")]
    public void Read_AnyPatternRepeated_EndsInTime(string pattern)
    {
        StringBuilder text = new();
        while (text.Length < 300_000)
        {
            text.Append(pattern);
        }
        Stopwatch watch = Stopwatch.StartNew();
        YamlReader.Read(text.ToString(), "/t.yaml", []);
        Assert.True(watch.Elapsed < Bound, $"It took {watch.Elapsed}.");
    }

    [Fact]
    public void Read_RandomTexts_NeverThrows()
    {
        const string Alphabet = "ab1 \n\t-:?[]{},#&*!|>'\"%@`\\<~.\r\0é\u2028";
        Random random = new(20240607);
        for (int round = 0; round < 20_000; round++)
        {
            string text = string.Create(random.Next(40), random, (span, source) => source.GetItems<char>(Alphabet, span));
            DiagnosticBag diagnostics = [];
            YamlNode? node = YamlReader.Read(text, "/t.yaml", diagnostics);
            Assert.Equal(node is null, diagnostics.HasErrors);
            _ = node is null ? null : YamlEmitter.Write(node, YamlLayout.Compact);
        }
    }

    private static string BillionLaughs()
    {
        StringBuilder text = new("a0: &a0 [lol]\n");
        for (int i = 1; i < 12; i++)
        {
            text.Append($"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        }
        return text.ToString();
    }

    private static string DeepAliases()
    {
        StringBuilder text = new("a0: &a0 [x]\n");
        for (int i = 1; i < 200; i++)
        {
            text.Append($"a{i}: &a{i} [*a{i - 1}]\n");
        }
        return text.ToString();
    }
}
