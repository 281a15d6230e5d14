using System.Text.RegularExpressions;

namespace Cos.Sdk.Tests.KnownFaults;

/// <summary>docs/from-luet.md numbers every fault and names a test for each, and the tests that it names exist.</summary>
public sealed partial class FromLuetPageTests
{
    private static readonly string Page = File.ReadAllText(Repository.PathOf("docs/from-luet.md"));

    [Fact]
    public void EveryFaultHasARowWithATest()
    {
        string tests = string.Concat(new[] { "tests/Cos.Sdk.Tasks.Tests", "tests/Cos.Sdk.Tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories)).Select(File.ReadAllText));
        Match[] rows = [.. Row().Matches(Page).Cast<Match>()];
        Assert.Equal(Enumerable.Range(1, 30), rows.Select(row => int.Parse(row.Groups["number"].Value, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.All(rows, row => Assert.All(
            Name().Matches(row.Groups["tests"].Value).Cast<Match>(), name => Assert.Matches($@"\b{Regex.Escape(name.Groups[1].Value)}\b", tests)));
        Assert.All(rows, row => Assert.Matches(Name(), row.Groups["tests"].Value));
    }

    [Fact]
    public void EveryTestOfAFaultIsNamed() => Assert.All(
        typeof(KnownFaultsTests).GetMethods().Select(method => method.Name).Where(name => name.StartsWith("Fault", StringComparison.Ordinal)),
        name => Assert.Contains($"`{name}`", Page, StringComparison.Ordinal));

    [Fact]
    public void EveryCodeExists()
    {
        string diagnostics = File.ReadAllText(Repository.PathOf("docs/diagnostics.md"));
        Assert.All(Code().Matches(Page).Cast<Match>(), match => Assert.Contains($"### {match.Value}\n", diagnostics, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^\| (?<number>\d+) \|(?<fault>[^\n]*)\|(?<ours>[^|\n]*)\|(?<tests>[^|\n]*)\|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([A-Za-z]+[A-Za-z0-9_]+)`")]
    private static partial Regex Name();

    [GeneratedRegex("COS[0-9]{4}")]
    private static partial Regex Code();
}
