using System.Text.Json;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Templating;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Tests.Trees;

/// <summary>yaml-functions.jsonl: templates with the text that the classic toolchain made of them.</summary>
public sealed class TreeTemplatesTests
{
    public static TheoryData<string> Rows => [.. File.ReadAllLines(TestData.PathOf("Trees/yaml-functions.jsonl"))];

    [Theory]
    [MemberData(nameof(Rows), DisableDiscoveryEnumeration = true)]
    public void YamlFunctions_InTemplates_PrintAsRecorded(string row)
    {
        JsonElement expected = JsonDocument.Parse(row).RootElement;
        Dictionary<string, object?> root = new() { ["Values"] = JsonValues.Of(expected.GetProperty("values")) };
        TemplateSource source = new("/t/build.yaml", expected.GetProperty("template").GetString()!);
        RenderedText rendered = new TemplateEngine(TreeTemplates.CreateOptions()).Render([], source, root, [], default);
        Assert.Equal(expected.GetProperty("output").GetString(), rendered.Text);
    }

    [Fact]
    public void FromYaml_OfBadText_IsACodedError() =>
        Assert.Equal("COS1006", Assert.Throws<CosException>(() => TreeTemplates.FromYaml("a: [")).Diagnostics.Single().Code);

    [Fact]
    public void ToYaml_OfAValueThatContainsItself_IsEmpty()
    {
        Dictionary<string, object?> value = [];
        value["self"] = value;
        Assert.Equal("", TreeTemplates.ToYaml(value));
    }

    [Fact]
    public void CreateOptions_WithAnEpoch_KeepsIt()
    {
        DateTimeOffset epoch = DateTimeOffset.FromUnixTimeSeconds(1700000000);
        Assert.Equal(epoch, TreeTemplates.CreateOptions(epoch).Epoch);
        Assert.Equal(new TemplateOptions().Epoch, TreeTemplates.CreateOptions().Epoch);
    }
}
