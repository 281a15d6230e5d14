using Cos.Sdk.IntegrationTests.Engine;

namespace Cos.Sdk.IntegrationTests.Sdk;

/// <summary>Images of the tests in the machine's engine.</summary>
internal static class Images
{
    /// <summary>Removes one tag.</summary>
    public static Task RemoveTagAsync(string tag) => Task.Run(() => Command.Run("docker", "rmi", "--force", tag));

    /// <summary>Removes images with their untagged layers, so that no later build is answered from the engine's cache.</summary>
    /// <param name="reference">A pattern such as <c>cos.local/test/*</c>.</param>
    public static Task RemoveAsync(string reference) => Task.Run(() =>
    {
        string[] ids = Command.Run("docker", "images", "--quiet", "--filter", $"reference={reference}")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).ToArray();
        foreach (string id in ids)
        {
            // One that another test builds on stays.
            Command.Try("docker", "rmi", "--force", id);
        }
    });
}
