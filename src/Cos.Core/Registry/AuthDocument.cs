using System.Text;
using System.Text.Json;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Registry;

/// <summary>Credentials in docker's format: <c>auths</c>, <c>credHelpers</c>, <c>credsStore</c>.</summary>
internal sealed class AuthDocument
{
    private const int MaxLength = 1 << 20;
    private const string DefaultRegistry = "docker.io";

    /// <summary>What docker calls its own registry in this file.</summary>
    internal const string DefaultServer = "https://index.docker.io/v1/";

    private readonly Dictionary<string, RegistryCredential> _credentials = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _helpers = new(StringComparer.Ordinal);
    private readonly string? _store;

    private AuthDocument(JsonElement root, string source)
    {
        _store = Text(root, "credsStore");
        foreach (JsonProperty helper in Members(root, "credHelpers"))
        {
            if (helper.Value.ValueKind == JsonValueKind.String)
            {
                _helpers[HostOf(helper.Name)] = helper.Value.GetString()!;
            }
        }
        foreach (JsonProperty entry in Members(root, "auths"))
        {
            if (ReadEntry(entry.Value, source) is { } credential)
            {
                _credentials.TryAdd(HostOf(entry.Name), credential);
            }
        }
    }

    /// <summary>Reads a file; null when it is not there.</summary>
    /// <exception cref="CosException">It cannot be read.</exception>
    public static AuthDocument? Read(string file)
    {
        try
        {
            return new FileInfo(file) is { Exists: true, Length: <= MaxLength } ? Parse(File.ReadAllBytes(file), file)
                : File.Exists(file) ? throw new CosException(RegistryDiagnostics.UnreadableCredentials(file, "it is larger than a mebibyte"))
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CosException(RegistryDiagnostics.UnreadableCredentials(file, exception.Message), exception);
        }
    }

    /// <summary>Reads a document.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="source">A file or a variable, for messages.</param>
    /// <exception cref="CosException">It is not JSON. The message does not quote it, since it holds secrets.</exception>
    public static AuthDocument Parse(byte[] json, string source)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return new AuthDocument(document.RootElement, source);
        }
        catch (JsonException exception)
        {
            throw new CosException(RegistryDiagnostics.UnreadableCredentials(source, $"it is no JSON (line {exception.LineNumber + 1})"));
        }
    }

    /// <summary>The helper program that knows a registry's credential; null when none is named.</summary>
    public string? HelperFor(string registry) => _helpers.GetValueOrDefault(registry) ?? _store;

    /// <summary>The credential written here for a registry.</summary>
    public RegistryCredential? Find(string registry) => _credentials.GetValueOrDefault(registry);

    private static RegistryCredential? ReadEntry(JsonElement entry, string source)
    {
        RegistryCredential credential = new()
        {
            UserName = Text(entry, "username") ?? "",
            Password = Text(entry, "password") ?? "",
            IdentityToken = Text(entry, "identitytoken") ?? "",
            RegistryToken = Text(entry, "registrytoken") ?? "",
        };
        if (Text(entry, "auth") is { Length: > 0 } encoded)
        {
            byte[] bytes = new byte[encoded.Length];
            if (!Convert.TryFromBase64String(encoded, bytes, out int length))
            {
                throw new CosException(RegistryDiagnostics.UnreadableCredentials(source, "an 'auth' in it is not in base64"));
            }
            string[] parts = Encoding.UTF8.GetString(bytes, 0, length).TrimEnd('\0').Split(':', 2);
            credential = credential with { UserName = parts[0], Password = parts.Length > 1 ? parts[1] : "" };
        }
        return credential == new RegistryCredential() ? null : credential;
    }

    /// <summary>Keys are hosts, or addresses such as <c>https://host/v1/</c>.</summary>
    private static string HostOf(string key)
    {
        int scheme = key.IndexOf("://", StringComparison.Ordinal);
        string host = scheme < 0 ? key : key[(scheme + 3)..];
        int slash = host.IndexOf('/', StringComparison.Ordinal);
        host = slash < 0 ? host : host[..slash];
        return host is "index.docker.io" or "registry-1.docker.io" ? DefaultRegistry : host;
    }

    private static IEnumerable<JsonProperty> Members(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Object
            ? value.EnumerateObject()
            : [];

    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
