using System.Diagnostics;
using System.Text.Json;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Templating.Patterns;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Tests.Trees;

/// <summary>patterns.jsonl: expressions with the texts of the last line that Go 1.19 matches.</summary>
public sealed class PatternTests
{
    private static readonly string[] Lines = File.ReadAllLines(TestData.PathOf("Trees/patterns.jsonl"));

    private static readonly string[] Texts = [.. JsonDocument.Parse(Lines[^1]).RootElement.GetProperty("texts").EnumerateArray().Select(item => item.GetString()!)];

    public static TheoryData<string> Rows => [.. Lines[..^1]];

    [Theory]
    [MemberData(nameof(Rows), DisableDiscoveryEnumeration = true)]
    public void Compile_Pattern_MatchesAsGo(string row)
    {
        JsonElement expected = JsonDocument.Parse(row).RootElement;
        string pattern = expected.GetProperty("pattern").GetString()!;
        if (!expected.GetProperty("valid").GetBoolean())
        {
            Assert.Throws<CosException>(() => Compile(pattern));
            return;
        }
        GoRegex regex = Compile(pattern);
        Assert.Equal(expected.GetProperty("matches").EnumerateArray().Select(item => item.GetString()), Texts.Where(text => regex.IsMatch(text)));
    }

    [Theory]
    [InlineData("(a*)*b")]
    [InlineData("(a|a)*b")]
    [InlineData("(.*a){20}")]
    [InlineData("((a?){30}a{30}){3}")]
    [InlineData("([a-z]+)+[0-9]$")]
    public void Compile_PatternThatExplodesElsewhere_IsLinear(string pattern)
    {
        Stopwatch watch = Stopwatch.StartNew();
        Compile(pattern).IsMatch(new string('a', 20_000));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"It took {watch.Elapsed}.");
    }

    [Fact]
    public void Compile_HugePatterns_AreRefused()
    {
        string[] patterns =
        [
            new string('a', 500_000), string.Concat(Enumerable.Repeat("(", 2000)), string.Concat(Enumerable.Repeat("a{1000}", 300)), "((a{10}){10}){11}",
            string.Concat(Enumerable.Repeat("(?:", 20_000)) + new string(')', 20_000),
        ];
        Assert.All(patterns, pattern => Assert.Throws<CosException>(() => Compile(pattern)));
    }

    [Fact]
    public void Compile_RandomPatterns_EndInAMatcherOrAnError()
    {
        const string Alphabet = "ab(|)[]^$*+?{},0123\\dwpQEx.-:iP<>=!";
        Random random = new(77);
        for (int round = 0; round < 3000; round++)
        {
            string pattern = string.Create(random.Next(14), random, (span, source) => source.GetItems<char>(Alphabet, span));
            try
            {
                Compile(pattern).IsMatch("ab0(");
            }
            catch (CosException)
            {
                continue;
            }
        }
    }

    private static GoRegex Compile(string pattern) => PatternReader.Compile(new PathPattern(pattern, new SourceLocation("/b")));
}
