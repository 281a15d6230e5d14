using System.Text.Json;
using System.Text.Json.Nodes;
using Cos.Sdk.CloudConfig;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees.Yaml;
using Json.Schema;

namespace Cos.Sdk.Tests.Documentation;

/// <summary>The schema of cloud-config files knows the keys that the reader knows: the reader itself is asked, by a key that nobody knows.</summary>
public sealed class CloudConfigSchemaTests
{
    private const string Unknown = "qzqzqz";

    private static readonly string Text = File.ReadAllText(Repository.PathOf("src/Cos.Sdk/schemas/cloud-config.schema.json"));

    [Theory]
    [InlineData("definitions/file", "{0}")]
    [InlineData("definitions/step", "stages: {{boot: [{{{0}}}]}}")]
    [InlineData("definitions/step/properties/dns", "stages: {{boot: [{{dns: {{{0}}}}}]}}")]
    [InlineData("definitions/download", "stages: {{boot: [{{downloads: [{{{0}}}]}}]}}")]
    [InlineData("definitions/step/properties/git", "stages: {{boot: [{{git: {{{0}}}}}]}}")]
    [InlineData("definitions/step/properties/git/properties/auth", "stages: {{boot: [{{git: {{url: 'https://x/y', path: /x, auth: {{{0}}}}}}}]}}")]
    [InlineData("definitions/entity", "stages: {{boot: [{{ensure_entities: [{{{0}}}]}}]}}")]
    [InlineData("definitions/entity", "stages: {{boot: [{{delete_entities: [{{{0}}}]}}]}}")]
    [InlineData("definitions/directory", "stages: {{boot: [{{directories: [{{{0}}}]}}]}}")]
    [InlineData("definitions/entry", "stages: {{boot: [{{files: [{{{0}}}]}}]}}")]
    [InlineData("definitions/user", "stages: {{boot: [{{users: {{someone: {{{0}}}}}}}]}}")]
    [InlineData("definitions/step/properties/timesyncd", "stages: {{boot: [{{timesyncd: {{{0}}}}}]}}")]
    [InlineData("definitions/step/properties/systemd_firstboot", "stages: {{boot: [{{systemd_firstboot: {{{0}}}}}]}}")]
    [InlineData("definitions/step/properties/systemctl", "stages: {{boot: [{{systemctl: {{{0}}}}}]}}")]
    [InlineData("definitions/step/properties/systemctl/properties/override/items", "stages: {{boot: [{{systemctl: {{override: [{{{0}}}]}}}}]}}")]
    [InlineData("definitions/step/properties/datasource", "stages: {{boot: [{{datasource: {{{0}}}}}]}}")]
    [InlineData("definitions/step/properties/layout", "stages: {{boot: [{{layout: {{{0}}}}}]}}")]
    [InlineData("definitions/step/properties/layout/properties/device", "stages: {{boot: [{{layout: {{device: {{{0}}}}}}}]}}")]
    [InlineData("definitions/step/properties/layout/properties/add_partitions/items", "stages: {{boot: [{{layout: {{device: {{path: /dev/x}}, add_partitions: [{{{0}}}]}}}}]}}")]
    [InlineData("definitions/step/properties/layout/properties/expand_partition", "stages: {{boot: [{{layout: {{device: {{path: /dev/x}}, expand_partition: {{{0}}}}}}}]}}")]
    [InlineData("definitions/cloudInit", "#cloud-config\n{0}")]
    [InlineData("definitions/cloudInit/properties/write_files/items", "#cloud-config\nwrite_files: [{{{0}}}]")]
    [InlineData("definitions/cloudInit/properties/users/items/oneOf/1", "#cloud-config\nusers: [{{{0}}}]")]
    public void EveryMappingHasTheKeysOfTheReader(string place, string form)
    {
        DiagnosticBag said = [];
        CloudConfigReader.Read(string.Format(System.Globalization.CultureInfo.InvariantCulture, form, Unknown + ": 1") + "\n", "file", said);
        string message = Assert.Single(said, diagnostic => diagnostic.Message.Contains(Unknown, StringComparison.Ordinal)).Message;

        string[] known = [.. Keys(place).Order(StringComparer.Ordinal)];
        string list = message[(message.LastIndexOf(": ", StringComparison.Ordinal) + 2)..].TrimEnd('.');
        Assert.Equal(known, list.Split(", ").Select(key => key.Trim('\'', ' ')).Order(StringComparer.Ordinal));
    }

    public static TheoryData<string> Files => [.. new[] { "samples", "templates" }.Select(Repository.PathOf)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories))
        .Where(file => char.IsAsciiDigit(Path.GetFileName(file)[0]))
        .Select(file => Path.GetRelativePath(Repository.Root, file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void FilesOfSamplesFollowTheSchema(string file)
    {
        string text = File.ReadAllText(Repository.PathOf(file));
        DiagnosticBag said = [];

        Assert.NotNull(CloudConfigReader.Read(text, file, said));
        Assert.Equal("", Faults(text));
    }

    [Theory]
    [InlineData("stages: {boot: [{filez: []}]}")]
    [InlineData("stages: {boot: {name: x}}")]
    [InlineData("stages: {boot: [{files: [{content: x}]}]}")]
    [InlineData("stages: {boot: [{files: [{path: relative}]}]}")]
    [InlineData("stages: {boot: [{layout: {add_partitions: []}}]}")]
    [InlineData("stages: {boot: [{datasource: {providers: [moon]}}]}")]
    [InlineData("stage: {}")]
    [InlineData("runcmd: ls")]
    [InlineData("write_files: [{content: x}]")]
    [InlineData("users: [{shell: /bin/sh}]")]
    public void Faults_AreFound(string yaml) => Assert.NotEqual("", Faults(yaml));

    [Theory]
    [InlineData("name: x\nstages:\n  boot.before:\n  - commands: [ls, 1]\n    sysctl: {a.b: 1}\n  own-stage:\n  - users: {someone: }\n")]
    [InlineData("#cloud-config\nusers: [default, {name: a, groups: 'b,c'}]\nruncmd: [ls, [echo, a]]\nwrite_files: [{path: /a, permissions: '0600'}]\n")]
    [InlineData("stages: {boot: [{files: [{path: /a, permissions: 0644, owner: 0, content: x}], layout: {device: {label: X}, expand_partition: {size: 0}}}]}")]
    public void WhatTheReaderTakesIsAccepted(string yaml)
    {
        DiagnosticBag said = [];
        CloudConfigReader.Read(yaml, "file", said);

        Assert.Empty(said.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        Assert.Equal("", Faults(yaml));
    }

    private static IEnumerable<string> Keys(string place)
    {
        JsonNode node = JsonNode.Parse(Text)!;
        foreach (string step in place.Split('/'))
        {
            node = node is JsonArray list ? list[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)]! : node[step]!;
        }
        return node["properties"]!.AsObject().Select(property => property.Key);
    }

    private static string Faults(string yaml)
    {
        DiagnosticBag diagnostics = [];
        YamlNode? node = YamlReader.Read(yaml, "file", diagnostics);
        diagnostics.ThrowIfErrors();
        JsonSchema schema = JsonSchema.FromText(Text, new BuildOptions { SchemaRegistry = new SchemaRegistry() });
        EvaluationResults results = schema.Evaluate(
            JsonSerializer.SerializeToElement(JsonSerializer.SerializeToNode(YamlValues.Of(node!))), new EvaluationOptions { OutputFormat = OutputFormat.List });
        return results.IsValid ? "" : string.Join('\n', (results.Details ?? []).Where(detail => detail.Errors is not null)
            .SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}")).DefaultIfEmpty("invalid"));
    }
}
