using System.Text.Json;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees;
using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.Tests.Trees;

/// <summary>Trees with what the classic toolchain recorded of their packages (golden.jsonl), and documents it wrote.</summary>
public sealed class GoldenTreeTests
{
    public static TheoryData<string> Scenarios => [.. Directory.GetDirectories(Repository.PathOf("tests/golden"))
        .Where(path => Directory.Exists(Path.Combine(path, "tree"))).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Rows => [.. File.ReadAllLines(TestData.PathOf("Trees/golden.jsonl"))];

    public static TheoryData<string> Documents => [.. Directory.GetFiles(TestData.PathOf("Trees/Documents")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void EveryTreeLoads(string scenario)
    {
        DiagnosticBag diagnostics = [];
        Dictionary<string, BuildSpec?> specs = ReadSpecs(scenario, diagnostics);
        string[] expected = scenario switch
        {
            "err-no-image" => ["COS1047"],
            "err-yaml-types" => ["COS1036", "COS1036"],
            "image-and-requires" => ["COS1046"],
            "values" or "values-two" => [.. diagnostics.Where(item => item.Code.StartsWith("COS2", StringComparison.Ordinal)).Select(item => item.Code)],
            _ => [],
        };
        Assert.Equal(expected, diagnostics.Select(item => item.Code));
        Assert.NotEmpty(specs);
        Assert.Equal(scenario == "err-no-image", specs.Values.Any(spec => spec is null));
    }

    [Theory]
    [MemberData(nameof(Rows), DisableDiscoveryEnumeration = true)]
    public void SpecsAreAsRecorded(string row)
    {
        JsonElement expected = JsonDocument.Parse(row).RootElement;
        BuildSpec spec = ReadSpecs(expected.GetProperty("scenario").GetString()!, [])[expected.GetProperty("package").GetString()!]!;
        string image = expected.GetProperty("image").GetString()!;
        Assert.Equal(image.StartsWith("golden/cache", StringComparison.Ordinal) ? "" : image, spec.Image);
        Assert.Equal(Texts("steps"), spec.Steps.Select(step => step.Command));
        Assert.Equal(Texts("prelude"), spec.Prelude.Select(step => step.Command));
        Assert.Equal(Texts("env"), spec.Environment);
        Assert.Equal(Texts("includes"), spec.Includes.Select(pattern => pattern.Pattern));
        Assert.Equal(Texts("excludes"), spec.Excludes.Select(pattern => pattern.Pattern));
        Assert.Equal(Texts("subpackages"), spec.Subpackages.Select(part => part.Definition.Id.Name.Name));
        Assert.Equal((expected.GetProperty("unpack").GetBoolean(), expected.GetProperty("package_dir").GetString()), (spec.Unpack, spec.PackageDirectory));

        IEnumerable<string> Texts(string name) => expected.GetProperty(name).EnumerateArray().Select(item => item.GetString()!);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void DocumentsOfOtherToolsAreWrittenAgainAsTheyWere(string name)
    {
        string text = File.ReadAllText(TestData.PathOf("Trees/Documents/" + name));
        DiagnosticBag diagnostics = [];
        YamlNode node = YamlReader.Read(text, "/" + name, diagnostics)!;
        Assert.Empty(diagnostics);
        Assert.Equal(text, YamlEmitter.Write(node, name.Contains(".wide.", StringComparison.Ordinal) ? YamlLayout.Wide : YamlLayout.Compact));
    }

    private static Dictionary<string, BuildSpec?> ReadSpecs(string scenario, DiagnosticBag diagnostics)
    {
        string folder = Repository.PathOf("tests/golden/" + scenario);
        string[] trees = [.. Directory.GetDirectories(folder, "tree*").Order(StringComparer.Ordinal)];
        string[] values = [.. Directory.GetFiles(folder, "values*.yaml").Order(StringComparer.Ordinal)];
        PackageTree tree = TreeReader.Read(trees, diagnostics);
        BuildSpecReader reader = new(tree, ValuesReader.Read(values, diagnostics));
        return tree.Packages.ToDictionary(package => package.Id.ToString(), package => reader.Read(package, diagnostics));
    }
}
