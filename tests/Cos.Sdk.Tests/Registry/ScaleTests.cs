using System.Diagnostics;
using System.Globalization;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Registry;
using Cos.Sdk.Repositories;
using Cos.Sdk.Repositories.Publishing;
using Cos.Sdk.Tests.Repositories.Publishing;
using Cos.Sdk.Versions;

namespace Cos.Sdk.IntegrationTests.Registry;

/// <summary>A repository of many packages in a real registry: sent once, then only what changed, and resolved by its index.</summary>
public sealed class ScaleTests : IDisposable
{
    private static readonly ImagePlatform Platform = ImagePlatform.Parse("linux/amd64");

    private readonly string _folder = Directory.CreateTempSubdirectory("cos-scale-").FullName;

    private static int Count => Environment.GetEnvironmentVariable("COS_SOAK") == "1" ? 10_000 : 100;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_did_not_change_is_not_sent_again_and_a_wish_is_resolved()
    {
        await using RegistryProcess registry = await RegistryProcess.StartAsync();
        ImageReference name = ImageReference.Parse($"{registry.Host}/scale");
        using RegistryClient client = new(new RegistryOptions(), new AnonymousCredentials());
        SourceRepository source = new(Path.Combine(_folder, "source"));
        await TimeAsync("archives", async () =>
        {
            for (int number = 0; number < Count; number++)
            {
                (string, string)[] requires = number == 0 ? [] : [(NameOf((number - 1) / 8), ">=1.0")];
                await source.AddAsync("app", NameOf(number), "1.0", SourceRepository.Noise(number, 1000), CompressionAlgorithm.Zstd, requires);
            }
        });
        await TimeAsync("repository", () => source.WriteAsync());

        PublishResult first = await TimeAsync("first publication", () => PublishAsync(client, name, source));
        Assert.Equal((true, Count, Count), (first.IsChanged, first.Sent, first.Listed));
        PublishResult again = await TimeAsync("publication of the same", () => PublishAsync(client, name, source));
        Assert.Equal((false, 0), (again.IsChanged, again.Sent));

        await source.AddAsync("app", "new", "1.0", SourceRepository.Noise(Count, 1000), CompressionAlgorithm.Zstd, (NameOf(Count - 1), ">=1.0"));
        await TimeAsync("repository with one more", () => source.WriteAsync());
        PublishResult more = await TimeAsync("publication of one more", () => PublishAsync(client, name, source));
        Assert.Equal((true, 1, Count + 1), (more.IsChanged, more.Sent, more.Listed));

        PackageRepository opened = await TimeAsync("index", () => RepositoryReader.OpenAsync(
            new RepositoryReference { Name = "scale", Type = RepositoryType.Disk, Urls = [] }, new RegistryTransport(client, name, Platform), CancellationToken.None));
        InstallationPlan plan = await TimeAsync("resolution", () => Task.Run(
            () => new InstallationPlanner([opened]).Plan([PackageReference.ParseRequirement("app/new@>=0")], CancellationToken.None)));

        // The new one, the last of the others, and those below it, an eighth of the number each time.
        List<string> expected = ["app/new@1.0"];
        for (int number = Count - 1; ; number = (number - 1) / 8)
        {
            expected.Add($"app/{NameOf(number)}@1.0");
            if (number == 0)
            {
                break;
            }
        }
        Assert.Equal(expected.Order(StringComparer.Ordinal), plan.Packages.Select(package => package.Package.Definition.Id.ToString()).Order(StringComparer.Ordinal));
    }

    private static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"p{number:00000}");

    private async Task<PublishResult> PublishAsync(RegistryClient client, ImageReference name, SourceRepository source)
    {
        string work = Path.Combine(_folder, "work");
        RegistryDestination destination = new(client, name, Platform, new LayerRecords(Path.Combine(work, "layers.json")), [], []);
        PublishRequest request = new() { Source = source.Folder, WorkFolder = work, Epoch = 1_600_000_000 };
        return await new RepositoryPublisher(destination, request, []).PublishAsync(CancellationToken.None);
    }

    private static Task TimeAsync(string what, Func<Task> work) => TimeAsync(what, async () =>
    {
        await work();
        return 0;
    });

    private static async Task<T> TimeAsync<T>(string what, Func<Task<T>> work)
    {
        Stopwatch watch = Stopwatch.StartNew();
        T result = await work();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {watch.Elapsed.TotalSeconds:0.0} s"));
        TestContext.Current.SendDiagnosticMessage("{0}: {1:0.0} s", what, watch.Elapsed.TotalSeconds);
        return result;
    }
}
