using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Repositories;

/// <summary>
/// Writes the list of what is installed as JSON, always with the same bytes for the same list. docs/repositories.md describes the format.
/// </summary>
internal static class InstalledPackagesWriter
{
    private const int FormatVersion = 1;

    private static readonly JsonWriterOptions Layout = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the document, a final line break included.</summary>
    /// <param name="installed">What is installed.</param>
    /// <param name="output">Takes UTF-8.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task WriteAsync(InstalledPackages installed, Stream output, CancellationToken cancellationToken)
    {
        Utf8JsonWriter json = new(output, Layout);
        await using (json.ConfigureAwait(false))
        {
            json.WriteStartObject();
            json.WriteNumber("formatVersion", FormatVersion);
            json.WriteStartArray("packages");
            foreach (InstalledPackage package in installed.Packages)
            {
                Write(json, package);
                await json.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        await output.WriteAsync("\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
    }

    private static void Write(Utf8JsonWriter json, InstalledPackage package)
    {
        json.WriteStartObject();
        json.WriteString("category", package.Definition.Id.Name.Category);
        json.WriteString("name", package.Definition.Id.Name.Name);
        json.WriteString("version", package.Definition.Id.Version);
        json.WriteBoolean("requested", package.IsRequested);
        WriteText(json, "description", package.Definition.Description);
        WriteText(json, "license", package.Definition.License);
        json.WriteString("repository", package.Repository);
        json.WriteNumber("revision", package.Revision);
        json.WriteString("archive", package.Archive);
        json.WriteString("sha256", package.Sha256);
        WriteRequirements(json, "requires", package.Definition.Requires);
        WriteRequirements(json, "conflicts", package.Definition.Conflicts);
        WriteRequirements(json, "provides", package.Definition.Provides);
        WriteMap(json, "labels", package.Definition.Labels);
        WriteMap(json, "annotations", package.Definition.Annotations);
        WriteTexts(json, "files", package.Files);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        if (text.Length > 0)
        {
            json.WriteString(name, text);
        }
    }

    private static void WriteRequirements(Utf8JsonWriter json, string name, ImmutableArray<PackageRequirement> requirements)
    {
        if (requirements.IsEmpty)
        {
            return;
        }
        json.WriteStartArray(name);
        foreach (PackageRequirement requirement in requirements)
        {
            json.WriteStartObject();
            json.WriteString("category", requirement.Name.Category);
            json.WriteString("name", requirement.Name.Name);
            json.WriteString("version", requirement.Selector);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteMap(Utf8JsonWriter json, string name, ImmutableSortedDictionary<string, string> map)
    {
        if (map.IsEmpty)
        {
            return;
        }
        json.WriteStartObject(name);
        foreach ((string key, string value) in map)
        {
            json.WriteString(key, value);
        }
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, ImmutableArray<string> texts)
    {
        if (texts.IsEmpty)
        {
            return;
        }
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }
        json.WriteEndArray();
    }
}
