using System.Text.RegularExpressions;
using Cos.Sdk.Templating.Functions;

namespace Cos.Sdk.Tests.Templating;

public sealed partial class TemplatePageTests
{
    /// <summary>The tables of docs/templates.md name every function there is, and no other.</summary>
    [Fact]
    public void ThePageNamesEveryFunctionOnce()
    {
        IEnumerable<string> named = File.ReadLines(Repository.PathOf("docs/templates.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .SelectMany(line => Name().Matches(line).Select(match => match.Groups[1].Value));

        Assert.Equal(FunctionLibrary.Names.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("`([A-Za-z0-9_]+)`")]
    private static partial Regex Name();
}
