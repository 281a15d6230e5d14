using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cos.Sdk.Differences;

/// <summary>A comparison as JSON for other programs: indented, members in a fixed order, what is null left out.</summary>
internal static class DifferenceJson
{
    /// <summary>The version of the format; readers refuse a greater one.</summary>
    public const int FormatVersion = 1;

    private static readonly DifferenceJsonContext Context = new(new JsonSerializerOptions
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new JsonStringEnumConverter<DifferenceKind>(JsonNamingPolicy.CamelCase),
            new JsonStringEnumConverter<Artifacts.Tar.TarEntryKind>(JsonNamingPolicy.KebabCaseLower),
        },
    });

    /// <summary>The text of the file.</summary>
    public static string Write(Difference difference) =>
        JsonSerializer.Serialize(new Document(FormatVersion, difference.From, difference.To, difference.Packages.IsEmpty, difference.Packages), Context.Document) + "\n";

    /// <summary>The root of the file.</summary>
    internal sealed record Document(
        int FormatVersion, string From, string To, bool AreEqual, System.Collections.Immutable.ImmutableArray<PackageDifference> Packages);
}

/// <summary>Serialisers made at compile time.</summary>
[JsonSerializable(typeof(DifferenceJson.Document))]
internal sealed partial class DifferenceJsonContext : JsonSerializerContext;
