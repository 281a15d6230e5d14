using System.Collections.Immutable;
using Cos.Sdk.Registry;
using Cos.Sdk.Repositories;

namespace Cos.Sdk.Tasks;

/// <summary>What tasks need to speak to registries.</summary>
internal static class RegistryAccess
{
    /// <summary>Reads a list of registries or repositories.</summary>
    public static ImmutableArray<string> Split(string list) =>
        [.. list.Split([';', ',', '\n', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    /// <summary>How registries are spoken to.</summary>
    /// <param name="insecure">Registries without encryption, as the project lists them.</param>
    public static RegistryOptions Options(string insecure) => new() { PlainRegistries = [.. Split(insecure)] };

    /// <summary>The user's credentials.</summary>
    public static StoredCredentials Credentials(IReadOnlyDictionary<string, string> environment) =>
        new(environment, environment.GetValueOrDefault("HOME") ?? environment.GetValueOrDefault("USERPROFILE") ?? "");

    /// <summary>How repositories in registries are reached.</summary>
    public static RegistrySettings Settings(string insecure, IReadOnlyDictionary<string, string> environment, string platform) =>
        new(Options(insecure), Credentials(environment), ImagePlatform.Parse(platform));
}
