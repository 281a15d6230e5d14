namespace Cos.Sdk.Engine;

/// <summary>What the engine shows to a registry. Its text form hides the secrets.</summary>
internal sealed record EngineCredential
{
    /// <summary>The registry's host and port, as in image names.</summary>
    public required string Server { get; init; }

    /// <summary>User name; null with an identity token.</summary>
    public string? UserName { get; init; }

    /// <summary>Password; null with an identity token.</summary>
    public string? Password { get; init; }

    /// <summary>A token that stands for name and password.</summary>
    public string? IdentityToken { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"credential for {Server}";
}
