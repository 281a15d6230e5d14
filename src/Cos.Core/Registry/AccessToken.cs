using System.Text.Json.Serialization;

namespace Cos.Sdk.Registry;

/// <summary>What a token service answers.</summary>
internal sealed record TokenAnswer
{
    /// <summary>The token.</summary>
    public string? Token { get; init; }

    /// <summary>The same by OAuth's name.</summary>
    [JsonPropertyName("access_token")]
    public string? AccessToken { get; init; }

    /// <summary>Seconds that it is good for; 60 when not said.</summary>
    [JsonPropertyName("expires_in")]
    public int? ExpiresIn { get; init; }
}

/// <summary>Serialisers made at compile time.</summary>
[JsonSerializable(typeof(TokenAnswer))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class TokenJsonContext : JsonSerializerContext;
