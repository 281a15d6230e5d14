using Cos.Sdk.Building;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Dockerfiles;
using Cos.Sdk.Engine;
using Cos.Sdk.Fetching;
using Cos.Sdk.Files;
using Cos.Sdk.Golden.Scenarios;
using Cos.Sdk.Planning;
using Cos.Sdk.Tools;

namespace Cos.Sdk.Golden.Engine;

/// <summary>
/// Builds scenarios with a real engine, in a temporary folder. Images of Debian that the engine has not are stood in by a root file system made of Debian's
/// packages. What was made is removed in the end.
/// </summary>
internal sealed class GoldenEngine : IAsyncDisposable
{
    private readonly IImageEngine _engine;
    private readonly string _folder;
    private readonly Dictionary<string, PinnedImage> _bases;
    private readonly IReadOnlySet<string> _before;

    private GoldenEngine(IImageEngine engine, string folder, Dictionary<string, PinnedImage> bases, IReadOnlySet<string> before) =>
        (_engine, _folder, _bases, _before) = (engine, folder, bases, before);

    /// <summary>Looks for an engine as a build does, and brings the base images that the scenarios name.</summary>
    /// <param name="references">The base images.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static async Task<GoldenEngine> OpenAsync(IEnumerable<string> references, CancellationToken cancellationToken)
    {
        Dictionary<string, string> environment = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(variable => (string)variable.Key, variable => (string)variable.Value!, StringComparer.Ordinal);
        IImageEngine engine = await EngineConnector.ConnectAsync(
            new EngineSearch { Environment = environment, HomeDirectory = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) }, cancellationToken);
        string folder = Directory.CreateTempSubdirectory("cos-golden-").FullName;
        HashSet<string> before = [.. (await engine.ListImagesAsync(cancellationToken)).Keys];
        GoldenEngine opened = new(engine, folder, new Dictionary<string, PinnedImage>(StringComparer.Ordinal), before);
        HostToolRunner tools = new(HostToolOptions.Create(environment));
        foreach (string reference in references.Distinct(StringComparer.Ordinal))
        {
            opened._bases[reference] = await opened.BringAsync(reference, tools, cancellationToken);
        }
        return opened;
    }

    /// <summary>The content behind a reference.</summary>
    public PinnedImage Pin(string reference, SourceLocation? location) => _bases[reference];

    /// <summary>Builds what a command asks for.</summary>
    /// <returns>The folder with archives and metadata.</returns>
    /// <exception cref="CosException">A step failed, or anything else did.</exception>
    public async Task<string> BuildAsync(Scenario scenario, IReadOnlyList<ScenarioBuild> builds, CancellationToken cancellationToken)
    {
        string work = Path.Combine(_folder, scenario.Name);
        foreach ((ScenarioBuild build, int number) in builds.Select((build, number) => (build, number)))
        {
            await BuildAsync(build.Plan, Options(scenario, work, number), cancellationToken);
        }
        return Path.Combine(work, "build");
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        IReadOnlyDictionary<string, string> now = await _engine.ListImagesAsync(CancellationToken.None);
        foreach (string tag in now.Keys.Where(tag => !_before.Contains(tag) && tag.StartsWith(ScenarioCase.ImageRepository, StringComparison.Ordinal)))
        {
            await _engine.RemoveImageAsync(tag, CancellationToken.None);
        }
        await _engine.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task BuildAsync(BuildPlan plan, BuildOptions options, CancellationToken cancellationToken)
    {
        DockerfileTemplate template = DockerfileTemplate.Open("");
        PlanFiles.Write(options.PlanFolder, plan);
        StepLocations.Write(options.PlanFolder, plan.Nodes.OfType<ImageNode>());
        foreach (ImageNode image in plan.Nodes.OfType<ImageNode>())
        {
            AtomicFile.Write(options.DockerfileOf(image.Key), image.Dockerfile ?? template.Render(image));
        }
        Progress<BuildEvent> progress = new();
        GraphRunner runner = new(
            _engine,
            new ImageMaker(_engine, new PresentImages(), options, progress),
            new ComposedImageMaker(_engine, options),
            new ArtifactBuilder(_engine, options, progress),
            options,
            progress);
        await runner.RunAsync(plan.Nodes, [.. plan.Nodes.Select(node => node.Key)], cancellationToken);
    }

    private static BuildOptions Options(Scenario scenario, string work, int number) => new()
    {
        ProjectFolder = scenario.Folder,
        PlanFolder = Path.Combine(work, $"plan{number}"),
        DockerfileFolder = Path.Combine(work, $"dockerfiles{number}"),
        RepositoryFolder = Path.Combine(work, "build"),
        LogFolder = Path.Combine(work, "logs"),
        CacheFolder = Path.Combine(work, "cache"),
        DownloadOf = sha256 => throw new InvalidOperationException($"A scenario has no repository to take {sha256} from."),
        Width = Environment.ProcessorCount,
    };

    private async Task<PinnedImage> BringAsync(string reference, HostToolRunner tools, CancellationToken cancellationToken)
    {
        if (await _engine.InspectImageAsync(reference, cancellationToken) is { } present)
        {
            return new PinnedImage(reference, present.Id, present.Id);
        }
        string[] parts = reference.Split(':');
        DiagnosticBag diagnostics = [];
        SeedImage? seed = parts is ["debian", var tag]
            ? new SeedDeclaration { Reference = $"{ScenarioCase.ImageRepository}-base:{tag}", Suite = tag.Split('-')[0] }.Check(diagnostics)
            : null;
        if (seed is null)
        {
            throw new InvalidOperationException($"The engine has no image {reference}, and this runner cannot make it. Pull it, or tag one of yours so.");
        }
        string cache = Environment.GetEnvironmentVariable("COS_CACHE") is { Length: > 0 } given ? given : Path.Combine(Path.GetTempPath(), "cos-golden-seeds");
        using SeedBuilder builder = new(tools, new SeedBuilderOptions
        {
            CacheFolder = Path.Combine(cache, "seeds"),
            WorkFolder = Path.Combine(cache, "work"),
            LogFolder = Path.Combine(cache, "logs"),
        });
        LockedSeed made = await new SeedImageProvider(_engine, builder, tools).EnsureAsync(seed, null, LockPolicy.Reuse, diagnostics, cancellationToken);
        return new PinnedImage(reference, SeedImageProvider.ContentTag(seed, made), made.RootFileSystem);
    }

    /// <summary>Base images were brought before.</summary>
    private sealed class PresentImages : IBaseImages
    {
        public Task EnsureAsync(ParentImage image, string platform, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
