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
        string[] tags = Command.Run("docker", "images", "--format", "{{.Repository}}:{{.Tag}}", "--filter", $"reference={reference}")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (string tag in tags.Where(tag => !tag.EndsWith("<none>", StringComparison.Ordinal)))
        {
            // By its tag: another test may have an image of the same content under another one. One that another test builds on stays.
            Command.Try("docker", "rmi", "--force", tag);
        }
    });
}
