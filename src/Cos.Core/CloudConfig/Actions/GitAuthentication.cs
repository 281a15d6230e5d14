using System.Text.Json.Serialization;

namespace Cos.Sdk.CloudConfig.Actions;

/// <summary>How to log in to a git server. Secrets stay out of the plan.</summary>
/// <param name="Username">The user.</param>
/// <param name="Password">Password or token.</param>
/// <param name="PrivateKey">An SSH key as text.</param>
/// <param name="Insecure">Whether the server's certificate or host key goes unchecked.</param>
internal sealed record GitAuthentication(
    string Username, [property: JsonIgnore] string Password, [property: JsonIgnore] string PrivateKey, bool Insecure);
