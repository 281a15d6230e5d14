using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Cos.Sdk.Attestations;

/// <summary>Writes SPDX 2.3 as JSON.</summary>
internal static class SpdxWriter
{
    private const string Unknown = "NOASSERTION";

    private const int ShortDigest = 16;

    /// <summary>The text of the document.</summary>
    public static string Write(Sbom sbom)
    {
        string body = AttestationJson.Write(json => WriteBody(json, sbom, ""));
        // The namespace must be another one for every other document, and the same for the same.
        return AttestationJson.Write(json => WriteBody(json, sbom, $"urn:uuid:{ContentIdentity.Uuid(body)}"));
    }

    private static void WriteBody(Utf8JsonWriter json, Sbom sbom, string documentNamespace)
    {
        json.WriteStartObject();
        json.WriteString("spdxVersion", "SPDX-2.3");
        json.WriteString("dataLicense", "CC0-1.0");
        json.WriteString("SPDXID", "SPDXRef-DOCUMENT");
        json.WriteString("name", $"{sbom.Root.Name}-{sbom.Root.Version}".TrimEnd('-'));
        json.WriteString("documentNamespace", documentNamespace);
        json.WriteStartObject("creationInfo");
        json.WriteString("created", AttestationJson.Time(sbom.Epoch));
        json.WriteStartArray("creators");
        json.WriteStringValue($"Tool: {sbom.Tool.Name}-{sbom.Tool.Version}");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartArray("packages");
        foreach (SbomComponent component in sbom.Components.Prepend(sbom.Root))
        {
            WritePackage(json, component);
        }
        json.WriteEndArray();
        json.WriteStartArray("relationships");
        WriteRelationship(json, "SPDXRef-DOCUMENT", "DESCRIBES", IdOf(sbom.Root.Reference));
        foreach (SbomComponent component in sbom.Components)
        {
            WriteRelationship(json, IdOf(sbom.Root.Reference), "CONTAINS", IdOf(component.Reference));
        }
        foreach ((string from, string to) in sbom.Dependencies)
        {
            WriteRelationship(json, IdOf(from), "DEPENDS_ON", IdOf(to));
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WritePackage(Utf8JsonWriter json, SbomComponent component)
    {
        json.WriteStartObject();
        json.WriteString("SPDXID", IdOf(component.Reference));
        json.WriteString("name", component.Name);
        Optional(json, "versionInfo", component.Version);
        json.WriteString("primaryPackagePurpose", component.Kind switch
        {
            SbomKind.OperatingSystem => "OPERATING_SYSTEM",
            SbomKind.Application => "APPLICATION",
            SbomKind.Container => "CONTAINER",
            _ => "LIBRARY",
        });
        json.WriteString("downloadLocation", Unknown);
        json.WriteBoolean("filesAnalyzed", false);
        Optional(json, "supplier", component.Supplier.Length == 0 ? "" : $"Organization: {component.Supplier}");
        Optional(json, "homepage", Uri.TryCreate(component.Homepage, UriKind.Absolute, out _) ? component.Homepage : "");
        json.WriteString("licenseConcluded", Unknown);
        json.WriteString("licenseDeclared", Unknown);
        // Free text: what its author wrote is no expression of SPDX's list until somebody has looked at it.
        Optional(json, "licenseComments", component.License.Length == 0 ? "" : $"Declared as: {component.License}");
        json.WriteString("copyrightText", Unknown);
        Optional(json, "summary", component.Description);
        if (component.Sha256.Length > 0)
        {
            json.WriteStartArray("checksums");
            json.WriteStartObject();
            json.WriteString("algorithm", "SHA256");
            json.WriteString("checksumValue", component.Sha256);
            json.WriteEndObject();
            json.WriteEndArray();
        }
        if (component.Purl.Length > 0)
        {
            json.WriteStartArray("externalRefs");
            json.WriteStartObject();
            json.WriteString("referenceCategory", "PACKAGE-MANAGER");
            json.WriteString("referenceType", "purl");
            json.WriteString("referenceLocator", component.Purl);
            json.WriteEndObject();
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void WriteRelationship(Utf8JsonWriter json, string from, string type, string to)
    {
        json.WriteStartObject();
        json.WriteString("spdxElementId", from);
        json.WriteString("relationshipType", type);
        json.WriteString("relatedSpdxElement", to);
        json.WriteEndObject();
    }

    private static void Optional(Utf8JsonWriter json, string name, string value)
    {
        if (value.Length > 0)
        {
            json.WriteString(name, value);
        }
    }

    /// <summary>Letters, digits, dots and hyphens only; a digest keeps apart what that makes equal.</summary>
    private static string IdOf(string reference)
    {
        StringBuilder id = new("SPDXRef-");
        foreach (char character in reference)
        {
            id.Append(char.IsAsciiLetterOrDigit(character) || character == '.' ? character : '-');
        }
        string digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(reference)));
        return id.Append(CultureInfo.InvariantCulture, $"-{digest.AsSpan(0, ShortDigest)}").ToString();
    }
}
