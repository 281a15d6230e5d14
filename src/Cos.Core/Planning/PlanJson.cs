using System.Text.Json;
using System.Text.Json.Serialization;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Planning;

/// <summary>The JSON form of plan nodes: indented, members in a fixed order, the same text for the same node.</summary>
internal static class PlanJson
{
    private static readonly PlanJsonContext Context = new(new JsonSerializerOptions
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new NoLocation(), new JsonStringEnumConverter<ArtifactStrategy>(JsonNamingPolicy.KebabCaseLower), new JsonStringEnumConverter<ContextEntryKind>(JsonNamingPolicy.CamelCase), new JsonStringEnumConverter<DeltaMode>(JsonNamingPolicy.CamelCase) },
    });

    /// <summary>Writes a node.</summary>
    public static string Write(PlanNode node) => JsonSerializer.Serialize(node, Context.PlanNode) + "\n";

    /// <summary>Reads a plan file; its name gives the key.</summary>
    public static PlanNode Read(string file)
    {
        try
        {
            // At once: a converter can pass over a value only when all of it is there.
            PlanNode? node = JsonSerializer.Deserialize(File.ReadAllBytes(file), Context.PlanNode);
            return node is null
                ? throw new CosException(PlanningDiagnostics.DamagedPlan(new SourceLocation(file)))
                : node with { Key = Path.GetFileNameWithoutExtension(file) };
        }
        catch (JsonException exception)
        {
            throw new CosException(PlanningDiagnostics.DamagedPlan(new SourceLocation(file)), exception);
        }
    }

    /// <summary>Lines move without changing what is built, so places stay out of plan files.</summary>
    private sealed class NoLocation : JsonConverter<SourceLocation>
    {
        public override SourceLocation Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            reader.Skip();
            return new SourceLocation("");
        }

        public override void Write(Utf8JsonWriter writer, SourceLocation value, JsonSerializerOptions options) => writer.WriteStringValue("");
    }
}
