namespace Cos.Sdk.Registry;

/// <summary>What is shown to a registry. Its text form hides the secrets.</summary>
internal sealed record RegistryCredential
{
    /// <summary>User name; empty with a token.</summary>
    public string UserName { get; init; } = "";

    /// <summary>Password; empty with a token.</summary>
    public string Password { get; init; } = "";

    /// <summary>A token that stands for name and password when access tokens are asked for; empty when there is none.</summary>
    public string IdentityToken { get; init; } = "";

    /// <summary>An access token that is shown as it is; empty when there is none.</summary>
    public string RegistryToken { get; init; } = "";

    /// <inheritdoc />
    public override string ToString() => "credential";
}
