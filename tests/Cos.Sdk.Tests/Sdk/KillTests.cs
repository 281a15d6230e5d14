using System.Globalization;

namespace Cos.Sdk.IntegrationTests.Sdk;

/// <summary>A publish that is killed at any point leaves nothing that spoils the next one.</summary>
public sealed class KillTests(PackedSdk sdk)
{
    private static readonly bool IsSoak = Environment.GetEnvironmentVariable("COS_SOAK") == "1";

    /// <summary>The phases, each with the line of output or the file that shows that it began, and how long it lasts about.</summary>
    private static readonly Phase[] Phases =
    [
        new("resolve", (box, _) => File.Exists(box.PathOf("cos.lock.json")), 200, ForgetsImages: true),
        new("image build", (_, line) => line.Contains("image of app/system@1.0 is made", StringComparison.Ordinal), 2000, ForgetsImages: true),
        new("artifact", (_, line) => line.Contains("archive of app/system@1.0 is made", StringComparison.Ordinal), 400, ForgetsImages: false),
        new("repository", (_, line) => line.Contains("] archive of app/", StringComparison.Ordinal) && line.Contains("[2/2]", StringComparison.Ordinal), 150, ForgetsImages: false),
        new("ISO", (_, line) => line.Contains("tiny.iso is made", StringComparison.Ordinal), 600, ForgetsImages: false),
    ];

    [Fact]
    public async Task A_publish_after_a_kill_gives_the_bytes_of_a_clean_one()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        TinyTree.WriteBootable(box);
        await PublishAsync(box);
        SortedDictionary<string, string> clean = Products(box);
        Assert.Contains(clean.Keys, file => file.EndsWith("tiny.iso", StringComparison.Ordinal));

        foreach (Phase phase in Phases)
        {
            for (int round = 0; round < (IsSoak ? 3 : 1); round++)
            {
                int seed = Random.Shared.Next();
                string what = string.Create(CultureInfo.InvariantCulture, $"{phase.Name}, seed {seed}");
                TestContext.Current.TestOutputHelper?.WriteLine(what);
                await ForgetAsync(box, phase);
                bool reached = await KillAsync(box, phase, new Random(seed));
                Assert.True(reached, $"The publish ended before its phase began: {what}");
                await PublishAsync(box);
                Assert.True(clean.SequenceEqual(Products(box)), $"Other bytes than those of a clean publish: {what}\n{string.Join('\n', Products(box).Except(clean))}");
            }
        }
    }

    private static async Task PublishAsync(Sandbox box) => (await box.DotnetAsync("publish", "-p:CosCompression=gzip")).AssertSucceeded();

    private static SortedDictionary<string, string> Products(Sandbox box)
    {
        SortedDictionary<string, string> products = box.Digests("bin");
        foreach (string file in products.Keys.Where(file => file.EndsWith(".lock", StringComparison.Ordinal)).ToArray())
        {
            products.Remove(file);
        }
        return products;
    }

    private static async Task ForgetAsync(Sandbox box, Phase phase)
    {
        box.Delete("bin");
        box.Delete("obj");
        if (phase.ForgetsImages)
        {
            box.Delete("cos.lock.json");
            await Images.RemoveAsync(box.ImageRepository);
        }
    }

    /// <summary>Publishes, and kills that a random while after the phase began. Whether it had begun.</summary>
    private static async Task<bool> KillAsync(Sandbox box, Phase phase, Random random)
    {
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using DotnetProcess process = box.Start(
            "publish",
            line =>
            {
                if (phase.HasBegun(box, line))
                {
                    begun.TrySetResult();
                }
            },
            new Dictionary<string, string?>(),
            "-p:CosCompression=gzip");
        while (!begun.Task.IsCompleted && !process.HasExited)
        {
            if (phase.HasBegun(box, ""))
            {
                begun.TrySetResult();
            }
            await Task.Delay(10);
        }
        await Task.Delay(random.Next(phase.Milliseconds));
        if (!process.HasExited)
        {
            process.Kill();
        }
        await process.WaitAsync();
        return begun.Task.IsCompleted;
    }

    /// <param name="Name">For the reader.</param>
    /// <param name="HasBegun">Looks at the folder and at a line of output.</param>
    /// <param name="Milliseconds">The kill comes within this time.</param>
    /// <param name="ForgetsImages">Whether the engine has to build again to reach it.</param>
    private sealed record Phase(string Name, Func<Sandbox, string, bool> HasBegun, int Milliseconds, bool ForgetsImages);
}
