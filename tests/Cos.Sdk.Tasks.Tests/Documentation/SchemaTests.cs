using System.Text.Json;
using System.Text.Json.Nodes;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Media;
using Cos.Sdk.Repositories;
using Cos.Sdk.Templating;
using Cos.Sdk.Tests.Validation;
using Cos.Sdk.Trees;
using Cos.Sdk.Trees.Yaml;
using Json.Schema;

namespace Cos.Sdk.Tests.Documentation;

/// <summary>The schemas for editors know the keys that the parsers know, and accept the trees that the parsers accept without a word.</summary>
public sealed class SchemaTests
{
    private static readonly EvaluationOptions Options = new() { OutputFormat = OutputFormat.List };

    private static readonly Dictionary<string, string> Files = new(StringComparer.Ordinal)
    {
        ["definition.yaml"] = "definition", ["collection.yaml"] = "collection", ["build.yaml"] = "build", ["finalize.yaml"] = "finalize", ["iso.yaml"] = "iso",
    };

    [Theory]
    [InlineData("definition", "")]
    [InlineData("collection", "definitions/package")]
    public void Definition_HasTheKeysOfTheParser(string schema, string place) => AssertKeys(PackageKeys.All, schema, place);

    [Theory]
    [InlineData("definition")]
    [InlineData("collection")]
    [InlineData("build")]
    public void Requirement_HasTheKeysOfTheParser(string schema) => AssertKeys(PackageKeys.All, schema, "definitions/requirement");

    [Fact]
    public void Build_HasTheKeysOfTheParser() => AssertKeys(BuildKeys.All, "build", "");

    [Fact]
    public void Subpackage_HasTheKeysOfTheParser() => AssertKeys([.. PackageKeys.All, BuildKeys.Includes, BuildKeys.Excludes], "build", "definitions/subpackage");

    [Fact]
    public void Copy_HasTheKeysOfTheParser() => AssertKeys(CopyReader.Keys, "build", "definitions/copy");

    [Fact]
    public void Finalize_HasTheKeysOfTheParser() => AssertKeys(FinalizeReader.Keys, "finalize", "");

    [Fact]
    public void Collection_HasTheKeysOfTheParser() => AssertKeys(["packages"], "collection", "");

    [Fact]
    public void Iso_HasTheKeysOfTheParser()
    {
        AssertKeys(IsoSpecReader.RootKeys, "iso", "");
        AssertKeys(IsoSpecReader.PackagesKeys, "iso", "properties/packages");
        AssertKeys(IsoSpecReader.InitramfsKeys, "iso", "properties/initramfs");
        AssertKeys(IsoSpecReader.RepositorySectionKeys, "iso", "properties/repository");
        AssertKeys(LuetConfiguration.RepositoryKeys, "iso", "definitions/repository");
    }

    [Fact]
    public void EveryPropertyHasADescription() => Assert.All(Files.Values, name => AssertDescribed(Node(name)));

    public static TheoryData<string> Trees => [.. new[] { "samples", "templates" }.Select(Repository.PathOf).Append(RecordedTreeTests.Folder)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories))
        .Where(file => Files.ContainsKey(Path.GetFileName(file)) && !file.Contains($"{Path.DirectorySeparatorChar}err-yaml-types", StringComparison.Ordinal))
        .Select(file => Path.GetRelativePath(Repository.Root, file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Trees))]
    public void FilesOfTrees_FollowTheirSchema(string file)
    {
        string path = Repository.PathOf(file);
        foreach (JsonNode? content in ContentsOf(path))
        {
            Assert.Equal("", Faults(Files[Path.GetFileName(path)], content));
        }
    }

    [Theory]
    [InlineData("build", "stepz: []")]
    [InlineData("build", "steps: text")]
    [InlineData("build", "unpack: \"yes\"")]
    [InlineData("build", "delta: all")]
    [InlineData("build", "copy: [{source: /a, destination: /b}]")]
    [InlineData("build", "requires: [{category: c}]")]
    [InlineData("definition", "name: a")]
    [InlineData("definition", "name: a\nversion: 0.10")]
    [InlineData("definition", "name: a\nversion: \"1\"\nhidden: \"no\"")]
    [InlineData("collection", "packages: [{name: a}]")]
    [InlineData("finalize", "instal: []")]
    [InlineData("iso", "lable: X")]
    [InlineData("iso", "packages: {rootfs: [1]}")]
    public void Faults_AreFound(string schema, string yaml) => Assert.NotEqual("", Faults(schema, Json(yaml)));

    [Fact]
    public void Template_NamesEverySchema()
    {
        JsonObject schemas = JsonNode.Parse(File.ReadAllText(Repository.PathOf("templates/cos-derivative/.vscode/settings.json")))!["yaml.schemas"]!.AsObject();
        Assert.Equal(
            Files.Values.Append("cloud-config").Select(name => $".vscode/schemas/{name}.schema.json").Order(StringComparer.Ordinal), schemas.Select(entry => entry.Key).Order(StringComparer.Ordinal));
        foreach (string file in Directory.EnumerateFiles(Repository.PathOf("templates/cos-derivative"), "*.yaml", SearchOption.AllDirectories))
        {
            string first = File.ReadLines(file).FirstOrDefault("");
            if (first.StartsWith("# yaml-language-server: $schema=", StringComparison.Ordinal))
            {
                string schema = Path.GetFullPath(first[(first.IndexOf('=', StringComparison.Ordinal) + 1)..], Path.GetDirectoryName(file)!);
                Assert.Equal(Repository.PathOf("templates/cos-derivative/.vscode/schemas"), Path.GetDirectoryName(schema));
                Assert.True(File.Exists(Repository.PathOf("src/Cos.Sdk/schemas/" + Path.GetFileName(schema))));
            }
        }
    }

    private static void AssertKeys(IEnumerable<string> keys, string schema, string place)
    {
        JsonNode node = Node(schema);
        foreach (string step in place.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            node = node[step]!;
        }
        Assert.Equal(keys.Order(StringComparer.Ordinal), node["properties"]!.AsObject().Select(property => property.Key).Order(StringComparer.Ordinal));
    }

    private static void AssertDescribed(JsonNode? node)
    {
        foreach ((string name, JsonNode? property) in node?["properties"]?.AsObject().ToArray() ?? [])
        {
            Assert.True(property!["description"] is not null || property["$ref"] is not null || property["properties"] is not null, name);
            AssertDescribed(property);
        }
        foreach ((_, JsonNode? definition) in node?["definitions"]?.AsObject().ToArray() ?? [])
        {
            AssertDescribed(definition);
        }
    }

    private static JsonNode Node(string schema) => JsonNode.Parse(File.ReadAllText(Repository.PathOf($"src/Cos.Sdk/schemas/{schema}.schema.json")))!;

    private static string Faults(string schema, JsonNode? content)
    {
        JsonSchema parsed = JsonSchema.FromText(File.ReadAllText(Repository.PathOf($"src/Cos.Sdk/schemas/{schema}.schema.json")), new BuildOptions { SchemaRegistry = new SchemaRegistry() });
        EvaluationResults results = parsed.Evaluate(JsonSerializer.SerializeToElement(content), Options);
        return results.IsValid ? "" : string.Join('\n', (results.Details ?? []).Where(detail => detail.Errors is not null)
            .SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}")).DefaultIfEmpty("invalid"));
    }

    /// <summary>What a file says: build files once for each package that they build, rendered with the values that lie above them.</summary>
    private static IEnumerable<JsonNode?> ContentsOf(string path)
    {
        if (Path.GetFileName(path) is not ("build.yaml" or "finalize.yaml"))
        {
            yield return Json(File.ReadAllText(path));
            yield break;
        }
        string root = path;
        List<string> values = [];
        while (root.Length > Repository.Root.Length && values.Count == 0)
        {
            root = Path.GetDirectoryName(root)!;
            values.AddRange(Directory.GetFiles(root, "values*.yaml").Order(StringComparer.Ordinal));
        }
        string tree = values.Count > 0 ? root : Path.GetDirectoryName(Path.GetDirectoryName(path)!)!;
        DiagnosticBag diagnostics = [];
        PackageTree packages = TreeReader.Read([tree], diagnostics);
        BuildSpecReader reader = new(packages, ValuesReader.Read(values, diagnostics));
        foreach (Package package in packages.Packages)
        {
            if (package.BuildFile == path && reader.Render(package, diagnostics) is RenderedText rendered)
            {
                yield return Json(rendered.Text);
            }
            else if (package.FinalizeFile == path)
            {
                yield return Json(File.ReadAllText(path));
            }
        }
    }

    private static JsonNode? Json(string yaml)
    {
        DiagnosticBag diagnostics = [];
        YamlNode? node = YamlReader.Read(yaml, "file", diagnostics);
        diagnostics.ThrowIfErrors();
        return JsonSerializer.SerializeToNode(YamlValues.Of(node!));
    }
}
