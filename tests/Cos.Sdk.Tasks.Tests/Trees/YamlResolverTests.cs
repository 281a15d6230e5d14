using System.Text.Json;
using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.Tests.Trees;

/// <summary>scalars.jsonl: documents of one scalar with the type and value that Go's yaml.v2 2.4.0 reads.</summary>
public sealed class YamlResolverTests
{
    public static TheoryData<string> Rows => [.. File.ReadAllLines(TestData.PathOf("Trees/scalars.jsonl"))];

    [Theory]
    [MemberData(nameof(Rows), DisableDiscoveryEnumeration = true)]
    public void Read_Scalar_HasTheTypeAndValueOfYaml11(string row)
    {
        string[] fields = JsonSerializer.Deserialize<string[]>(row)!;
        YamlNode? node = YamlReader.Read(fields[0], "/t.yaml", []);
        if (fields[1] == "error")
        {
            Assert.Null(node);
            return;
        }
        YamlScalar scalar = Assert.IsType<YamlScalar>(node);
        string kind = scalar.Kind switch
        {
            YamlScalarKind.Boolean => "bool",
            YamlScalarKind.Integer => "int",
            _ => scalar.Kind.ToString().ToLowerInvariant(),
        };
        Assert.Equal((fields[1], fields[2]), (kind, scalar.ValueText));
    }
}
