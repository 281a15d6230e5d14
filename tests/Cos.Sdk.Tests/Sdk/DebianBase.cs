using Cos.Sdk.IntegrationTests.Engine;

namespace Cos.Sdk.IntegrationTests.Sdk;

/// <summary>A small Debian in the engine, for tests that install its packages. Made once on a machine.</summary>
internal static class DebianBase
{
    public const string Image = "cos.local/test-debian:bookworm";

    private static readonly SemaphoreSlim Turn = new(1, 1);

    public static async Task EnsureAsync()
    {
        await Turn.WaitAsync();
        try
        {
            if (Command.Run("docker", "images", "--quiet", Image).Trim().Length == 0)
            {
                Command.Run("sh", "-c", $"mmdebstrap --quiet --variant=apt bookworm - | docker import - {Image}");
            }
        }
        finally
        {
            Turn.Release();
        }
    }
}
