using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Cos.Sdk.Tests.Diagnostics;

public sealed partial class DiagnosticCatalogTests
{
    private static readonly string Source = Repository.PathOf("src");

    private static readonly string Page = Repository.PathOf("docs/diagnostics.md");

    [Fact]
    public void EveryCodeIsUsedInExactlyOnePlace()
    {
        string[] codes = [.. ReadCatalog().Select(entry => entry.Code)];
        string code = string.Join('\n', Directory.EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        string[] used = [.. CodeLiteral().Matches(code).Select(match => match.Groups[1].Value)];

        Assert.Equal(codes.Order(StringComparer.Ordinal), used.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void NoCodeIsGivenTwice()
    {
        string[] codes = [.. ReadCatalog().Select(entry => entry.Code)];
        Assert.Equal(codes.Distinct().Order(StringComparer.Ordinal), codes.Order(StringComparer.Ordinal));
    }

    /// <summary>The page is made from the resources; <c>COS_REGENERATE=1</c> writes it anew.</summary>
    [Fact]
    public void ThePageSaysWhatTheResourcesSay()
    {
        string expected = DiagnosticPage.Write(ReadCatalog());
        if (Environment.GetEnvironmentVariable("COS_REGENERATE") == "1")
        {
            File.WriteAllText(Page, expected);
        }
        Assert.Equal(expected, File.ReadAllText(Page));
    }

    private static IEnumerable<CatalogEntry> ReadCatalog() =>
        Directory.EnumerateFiles(Path.Combine(Source, "Cos.Core", "Diagnostics", "Resources"), "*.resx")
            .SelectMany(file => XDocument.Load(file).Root!.Elements("data").Select(data => new CatalogEntry(
                data.Attribute("name")!.Value, data.Element("value")!.Value, data.Element("comment")!.Value)))
            .OrderBy(entry => entry.Code, StringComparer.Ordinal);

    [GeneratedRegex("(?:Error|Warning|Information)\\(\\s*\"(COS[0-9]{4})\"")]
    private static partial Regex CodeLiteral();
}
