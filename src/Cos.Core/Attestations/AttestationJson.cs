using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cos.Sdk.Attestations;

/// <summary>JSON of documents about artifacts: indented, in a fixed order, ended by a line break.</summary>
internal static class AttestationJson
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The text of a document.</summary>
    public static string Write(Action<Utf8JsonWriter> write)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text, Options))
        {
            write(json);
        }
        return Encoding.UTF8.GetString(text.ToArray()) + "\n";
    }

    /// <summary>A time as all these formats want it.</summary>
    /// <param name="epoch">Seconds since 1970.</param>
    public static string Time(long epoch) =>
        DateTimeOffset.FromUnixTimeSeconds(epoch).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
