using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Engine;

/// <summary>Reads the docker CLI's contexts: <c>config.json</c>, <c>contexts/meta/{sha256 of the name}/meta.json</c>, <c>contexts/tls/…</c>.</summary>
internal static class DockerContexts
{
    private const int MaxFileLength = 1 << 20;

    private const string DefaultName = "default";

    /// <summary>The endpoint of the context in force; null when that is the default one, which stands for the default sockets.</summary>
    public static EngineEndpoint? FindCurrent(EngineSearch search)
    {
        string? folder = ConfigurationFolder(search);
        string? variable = EngineEndpoints.Variable(search, "DOCKER_CONTEXT");
        if (folder is null)
        {
            return variable is null or DefaultName ? null : throw new CosException(EngineDiagnostics.UnknownContext(variable, "DOCKER_CONTEXT"));
        }
        string? name = variable ?? CurrentName(folder);
        return name is null or "" or DefaultName
            ? null
            : Read(folder, name, variable is null ? Path.Combine(folder, "config.json") : "DOCKER_CONTEXT", search);
    }

    private static string? ConfigurationFolder(EngineSearch search) =>
        EngineEndpoints.Variable(search, "DOCKER_CONFIG")
        ?? (search.HomeDirectory.Length > 0 ? Path.Combine(search.HomeDirectory, ".docker") : null);

    private static string? CurrentName(string folder)
    {
        using JsonDocument? configuration = Open(Path.Combine(folder, "config.json"));
        return configuration is null ? null : Text(configuration.RootElement, "currentContext");
    }

    private static EngineEndpoint Read(string folder, string name, string source, EngineSearch search)
    {
        string id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        using JsonDocument? meta = Open(Path.Combine(folder, "contexts", "meta", id, "meta.json"));
        if (meta is null
            || !Member(meta.RootElement, "Endpoints", out JsonElement endpoints)
            || !Member(endpoints, "docker", out JsonElement docker)
            || Text(docker, "Host") is not { Length: > 0 } host)
        {
            throw new CosException(EngineDiagnostics.UnknownContext(name, source));
        }
        bool skipVerify = Member(docker, "SkipTLSVerify", out JsonElement skip) && skip.ValueKind == JsonValueKind.True;
        string tls = Path.Combine(folder, "contexts", "tls", id, "docker");
        return EngineEndpoints.Parse(host, $"context \"{name}\"", search) with
        {
            Tls = Directory.Exists(tls) || skipVerify ? new EngineTls(tls, skipVerify) : null,
        };
    }

    private static JsonDocument? Open(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            return file.Length > MaxFileLength
                ? throw new CosException(EngineDiagnostics.UnreadableConfiguration(path, "it is larger than a mebibyte"))
                : JsonDocument.Parse(file);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new CosException(EngineDiagnostics.UnreadableConfiguration(path, exception.Message), exception);
        }
    }

    private static bool Member(JsonElement parent, string name, out JsonElement value)
    {
        value = default;
        return parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out value);
    }

    private static string? Text(JsonElement parent, string name) =>
        Member(parent, name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
