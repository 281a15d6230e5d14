using System.Text.RegularExpressions;

namespace Cos.Sdk.Tests.Documentation;

/// <summary>docs/reference.md and the SDK's targets files name the same properties, items and targets.</summary>
public sealed partial class ReferenceTests
{
    private static readonly string Page = File.ReadAllText(Repository.PathOf("docs/reference.md"));

    private static readonly string[] Files =
    [
        .. Directory.EnumerateFiles(Repository.PathOf("src/Cos.Sdk/targets"))
            .Where(file => file.EndsWith(".props", StringComparison.Ordinal) || file.EndsWith(".targets", StringComparison.Ordinal))
            .Select(File.ReadAllText),
    ];

    [Fact]
    public void EveryPublicNameIsInTheReference()
    {
        HashSet<string> documented = DocumentedNames();
        string[] names = [.. NamesInFiles().Order(StringComparer.Ordinal)];
        Assert.Contains("CosResolve", names);
        Assert.Equal([], names.Where(name => !documented.Contains(name)));
    }

    [Fact]
    public void EveryNameOfTheReferenceExists() =>
        Assert.Equal([], DocumentedNames().Except(NamesInFiles()).Order(StringComparer.Ordinal));

    [Fact]
    public void EveryCodeOfTheReferenceExists()
    {
        string diagnostics = File.ReadAllText(Repository.PathOf("docs/diagnostics.md"));
        Assert.All(Code().Matches(Page), match => Assert.Contains($"### {match.Value}\n", diagnostics, StringComparison.Ordinal));
    }

    private static HashSet<string> NamesInFiles() => [.. Files.SelectMany(text => NameInFile().Matches(text)).Select(match => match.Value)];

    private static HashSet<string> DocumentedNames() => [.. NameInText().Matches(Page).Select(match => match.Groups[1].Value)];

    /// <summary>Not private names, and not the middle of other words.</summary>
    [GeneratedRegex("(?<![_A-Za-z.])Cos[A-Z][A-Za-z]+")]
    private static partial Regex NameInFile();

    [GeneratedRegex(@"`\$?\(?(Cos[A-Z][A-Za-z]+)\)?`")]
    private static partial Regex NameInText();

    [GeneratedRegex("COS[0-9]{4}")]
    private static partial Regex Code();
}
