using System.Reflection;
using System.Text.Json;
using Json.Schema;

namespace Cos.Sdk.Tests.Attestations;

/// <summary>CycloneDX's own JSON schema of version 1.6, out of the CycloneDX tool's package.</summary>
internal static class CycloneDxSchema
{
    private static readonly Lazy<JsonSchema> Schema = new(Read);

    /// <summary>Fails the test with all that the schema refuses.</summary>
    public static void AssertValid(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        EvaluationResults results = Schema.Value.Evaluate(document.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        Assert.True(
            results.IsValid,
            string.Join('\n', (results.Details ?? []).Where(detail => detail.Errors is { Count: > 0 }).Select(detail => $"{detail.InstanceLocation}: {string.Join("; ", detail.Errors!.Values)}")));
    }

    private static JsonSchema Read()
    {
        string path = typeof(CycloneDxSchema).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "CycloneDxCore").Value!;
        Assembly tool = Assembly.LoadFrom(path);
        JsonSchema? last = null;
        foreach (string name in (string[])["spdx", "jsf-0.82", "cryptography-defs", "bom-1.6"])
        {
            using Stream content = tool.GetManifestResourceStream($"CycloneDX.Core.Schemas.{name}.schema.json")!;
            using StreamReader reader = new(content);
            last = JsonSchema.FromText(reader.ReadToEnd());
            SchemaRegistry.Global.Register(last);
        }
        return last!;
    }
}
