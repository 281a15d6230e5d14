using System.Text.Json;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.Tests.Trees;

/// <summary>emitter.jsonl: values with what Go's yaml libraries write for them (sigs.k8s.io/yaml 1.3.0 as compact, yaml.v3 3.0.1 as wide).</summary>
public sealed class YamlEmitterTests
{
    public static TheoryData<string> Rows => [.. File.ReadAllLines(TestData.PathOf("Trees/emitter.jsonl"))];

    [Theory]
    [MemberData(nameof(Rows), DisableDiscoveryEnumeration = true)]
    public void Write_AnyValue_AgreesWithGo(string row)
    {
        using JsonDocument document = JsonDocument.Parse(row);
        object? value = JsonValues.Of(document.RootElement.GetProperty("value"));
        Assert.Equal(document.RootElement.GetProperty("compact").GetString(), YamlEmitter.Write(value, YamlLayout.Compact));
        if (document.RootElement.TryGetProperty("wide", out JsonElement wide))
        {
            Assert.Equal(wide.GetString(), YamlEmitter.Write(value, YamlLayout.Wide));
        }
    }

    [Theory]
    [MemberData(nameof(Rows), DisableDiscoveryEnumeration = true)]
    public void Write_AnyValue_IsReadBackAsTheSame(string row)
    {
        using JsonDocument document = JsonDocument.Parse(row);
        object? value = JsonValues.Of(document.RootElement.GetProperty("value"));
        foreach (YamlLayout layout in new[] { YamlLayout.Compact, YamlLayout.Wide })
        {
            DiagnosticBag diagnostics = [];
            string text = YamlEmitter.Write(value, layout);
            YamlNode? node = YamlReader.Read(text, "/t.yaml", diagnostics);
            Assert.Empty(diagnostics);
            Assert.Equal(JsonValues.Write(value), JsonValues.Write(YamlValues.Of(node!)));
        }
    }

    [Theory]
    [InlineData("\u0085")]
    [InlineData("a\u2028b")]
    [InlineData("\nlead")]
    [InlineData("trail\n\n\n")]
    [InlineData("a\r\nb")]
    public void Write_LineBreaksOfAllKinds_AreReadBack(string text)
    {
        foreach (YamlLayout layout in new[] { YamlLayout.Compact, YamlLayout.Wide })
        {
            object value = new YamlFields { { "list", new object[] { text, new YamlFields { { "key", text } } } }, { "z", text } };
            YamlNode node = YamlReader.Read(YamlEmitter.Write(value, layout), "/t.yaml", [])!;
            Assert.Equal(JsonValues.Write(value), JsonValues.Write(YamlValues.Of(node)));
        }
    }

    [Fact]
    public void Write_FieldsInWideLayout_KeepTheirOrder()
    {
        YamlFields value = new()
        {
            { "path", "a.tar" },
            { "files", new[] { "b", "a" } },
            { "labels", new SortedDictionary<string, string> { ["z"] = "1.0" } },
            { "empty", Array.Empty<string>() },
        };
        Assert.Equal("path: a.tar\nfiles:\n    - b\n    - a\nlabels:\n    z: \"1.0\"\nempty: []\n", YamlEmitter.Write(value, YamlLayout.Wide));
    }

    [Fact]
    public void Write_UnknownType_IsRefused() => Assert.Throws<ArgumentException>(() => YamlEmitter.Write(new object(), YamlLayout.Wide));

    [Fact]
    public void Compare_Keys_NumbersByValueAndAnyOrderOfInputGivesOneOrder()
    {
        string[] expected = ["_x", "1", "2", "10", "A", "a", "a-b", "a1", "a1b", "a01", "a2", "a10", "a100", "a110", "aB", "ab", "v1.2", "v1.02", "v1.10"];
        for (int seed = 0; seed < 50; seed++)
        {
            string[] keys = [.. expected];
            new Random(seed).Shuffle(keys);
            Array.Sort(keys, YamlKeyComparer.Instance);
            Assert.Equal(expected, keys);
        }
    }
}
