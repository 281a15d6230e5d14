using Docker.DotNet.Models;

namespace Cos.Sdk.Engine;

/// <summary>From the client library's models to ours and back.</summary>
internal static class ImageConversions
{
    private const string NoTag = "<none>:<none>";

    /// <summary>Converts the answer of an inspection; engines leave out what is empty.</summary>
    public static ImageDetails ToDetails(ImageInspectResponse image) => new()
    {
        Id = image.ID,
        Tags = Tags(image.RepoTags),
        RepoDigests = [.. (image.RepoDigests ?? []).Where(digest => !digest.StartsWith("<none>", StringComparison.Ordinal))],
        Created = image.Created is { } created ? new DateTimeOffset(created.ToUniversalTime(), TimeSpan.Zero) : DateTimeOffset.UnixEpoch,
        Platform = Platform(image.Os, image.Architecture, image.Variant),
        LayerDigests = [.. image.RootFS?.Layers ?? []],
        Size = image.Size,
        Environment = [.. image.Config?.Env ?? []],
        Command = [.. image.Config?.Cmd ?? []],
        Labels = new Dictionary<string, string>(image.Config?.Labels ?? new Dictionary<string, string>(), StringComparer.Ordinal),
    };

    /// <summary>The tags that are names.</summary>
    public static IReadOnlyList<string> Tags(IList<string>? tags) => [.. (tags ?? []).Where(tag => tag != NoTag)];

    /// <summary>The name that OCI gives an architecture, from what kernels or engines call it.</summary>
    public static string Architecture(string name) => name switch
    {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        "armv7l" => "arm",
        "i386" or "i686" => "386",
        _ => name,
    };

    /// <summary>The client library's form of a credential.</summary>
    public static AuthConfig? ToAuthConfig(EngineCredential? credential) => credential is null
        ? null
        : new AuthConfig
        {
            ServerAddress = credential.Server,
            Username = credential.UserName,
            Password = credential.Password,
            IdentityToken = credential.IdentityToken,
        };

    private static string Platform(string os, string architecture, string? variant) =>
        string.IsNullOrEmpty(variant) ? $"{os}/{architecture}" : $"{os}/{architecture}/{variant}";
}
