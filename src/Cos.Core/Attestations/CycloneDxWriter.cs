using System.Text.Json;

namespace Cos.Sdk.Attestations;

/// <summary>Writes CycloneDX 1.6 as JSON.</summary>
internal static class CycloneDxWriter
{
    /// <summary>The text of the document.</summary>
    public static string Write(Sbom sbom)
    {
        string body = AttestationJson.Write(json => WriteBody(json, sbom, ""));
        return AttestationJson.Write(json => WriteBody(json, sbom, $"urn:uuid:{ContentIdentity.Uuid(body)}"));
    }

    private static void WriteBody(Utf8JsonWriter json, Sbom sbom, string serialNumber)
    {
        json.WriteStartObject();
        json.WriteString("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
        json.WriteString("bomFormat", "CycloneDX");
        json.WriteString("specVersion", "1.6");
        json.WriteString("serialNumber", serialNumber);
        json.WriteNumber("version", 1);
        json.WriteStartObject("metadata");
        json.WriteString("timestamp", AttestationJson.Time(sbom.Epoch));
        json.WriteStartObject("tools");
        json.WriteStartArray("components");
        json.WriteStartObject();
        json.WriteString("type", "application");
        json.WriteString("name", sbom.Tool.Name);
        json.WriteString("version", sbom.Tool.Version);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WritePropertyName("component");
        WriteComponent(json, sbom.Root);
        json.WriteEndObject();
        json.WriteStartArray("components");
        foreach (SbomComponent component in sbom.Components)
        {
            WriteComponent(json, component);
        }
        json.WriteEndArray();
        WriteDependencies(json, sbom);
        json.WriteEndObject();
    }

    private static void WriteComponent(Utf8JsonWriter json, SbomComponent component)
    {
        json.WriteStartObject();
        json.WriteString("type", component.Kind switch
        {
            SbomKind.OperatingSystem => "operating-system",
            SbomKind.Application => "application",
            SbomKind.Container => "container",
            _ => "library",
        });
        json.WriteString("bom-ref", component.Reference);
        if (component.Supplier.Length > 0)
        {
            json.WriteStartObject("supplier");
            json.WriteString("name", component.Supplier);
            json.WriteEndObject();
        }
        json.WriteString("name", component.Name);
        if (component.Version.Length > 0)
        {
            json.WriteString("version", component.Version);
        }
        if (component.Description.Length > 0)
        {
            json.WriteString("description", component.Description);
        }
        if (component.Sha256.Length > 0)
        {
            json.WriteStartArray("hashes");
            json.WriteStartObject();
            json.WriteString("alg", "SHA-256");
            json.WriteString("content", component.Sha256);
            json.WriteEndObject();
            json.WriteEndArray();
        }
        if (component.License.Length > 0)
        {
            json.WriteStartArray("licenses");
            json.WriteStartObject();
            json.WriteStartObject("license");
            json.WriteString("name", component.License);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
        }
        if (component.Purl.Length > 0)
        {
            json.WriteString("purl", component.Purl);
        }
        if (Uri.TryCreate(component.Homepage, UriKind.Absolute, out _))
        {
            json.WriteStartArray("externalReferences");
            json.WriteStartObject();
            json.WriteString("url", component.Homepage);
            json.WriteString("type", "website");
            json.WriteEndObject();
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void WriteDependencies(Utf8JsonWriter json, Sbom sbom)
    {
        ILookup<string, string> needs = sbom.Dependencies.ToLookup(pair => pair.From, pair => pair.To, StringComparer.Ordinal);
        json.WriteStartArray("dependencies");
        foreach (IGrouping<string, string> group in needs.OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("ref", group.Key);
            json.WriteStartArray("dependsOn");
            foreach (string needed in group.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                json.WriteStringValue(needed);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
