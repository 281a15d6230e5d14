using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cos.Sdk.CloudConfig.Actions;

namespace Cos.Sdk.CloudConfig;

/// <summary>The JSON form of stage plans: the same text for the same plan. Contents and secrets are left out.</summary>
internal static class StagePlanJson
{
    private static readonly StagePlanJsonContext Context = new(new JsonSerializerOptions
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter<AccountKind>(JsonNamingPolicy.KebabCaseLower) },
    });

    /// <summary>Writes a plan.</summary>
    public static string Write(StagePlan plan) => JsonSerializer.Serialize(plan, Context.StagePlan) + "\n";
}
