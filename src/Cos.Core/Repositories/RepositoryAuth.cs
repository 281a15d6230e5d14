using Cos.Sdk.Registry;

namespace Cos.Sdk.Repositories;

/// <summary>What a repository asks to be shown before it answers: the keys of <c>auth</c> in luet's configuration. Never in a message or a log.</summary>
/// <param name="Token">Of a web server: sent as <c>token …</c>.</param>
/// <param name="Basic">Of a web server: sent as <c>Basic …</c>, already encoded.</param>
/// <param name="UserName">Of a registry.</param>
/// <param name="Password">Of a registry.</param>
/// <param name="IdentityToken">Of a registry, for its token service.</param>
/// <param name="RegistryToken">Of a registry, sent as it is.</param>
internal sealed record RepositoryAuth(
    string Token = "", string Basic = "", string UserName = "", string Password = "", string IdentityToken = "", string RegistryToken = "")
{
    /// <summary>The value of the header <c>Authorization</c> for a web server; null for none.</summary>
    public string? HttpHeader => Token.Length > 0 ? $"token {Token}" : Basic.Length > 0 ? $"Basic {Basic}" : null;

    /// <summary>What a registry is shown; null for nothing.</summary>
    public RegistryCredential? ForRegistry => UserName.Length + IdentityToken.Length + RegistryToken.Length == 0 ? null : new RegistryCredential
    {
        UserName = UserName,
        Password = Password,
        IdentityToken = IdentityToken,
        RegistryToken = RegistryToken,
    };

    /// <summary>Says nothing.</summary>
    public override string ToString() => "***";
}
