using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;

namespace Cos.Sdk.Tests.Planning;

/// <summary>A small tree in a temporary folder, and plans of it. Packages are called <c>c/NAME@1.0</c>.</summary>
internal sealed class PlanTree : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("cos-plan-").FullName;

    public DiagnosticBag Diagnostics { get; } = [];

    public PlanTree With(string relative, string text)
    {
        string path = Path.Combine(Root, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    /// <summary>A package with the lines of its build file.</summary>
    public PlanTree Add(string name, params string[] build) =>
        With($"{name}/definition.yaml", $"name: {name}\ncategory: c\nversion: \"1.0\"\n").With($"{name}/build.yaml", string.Join('\n', build) + "\n");

    /// <summary>The line <c>requires</c> for packages of the tree.</summary>
    public static string Requires(params string[] names) => Wishes("requires", names);

    public static string Wishes(string key, params string[] names) =>
        $"{key}: [{string.Join(", ", names.Select(name => $"{{category: c, name: {name}, version: \">=0\"}}"))}]";

    public BuildPlan Plan(params string[] targets) => Plan(settings => settings, targets);

    public BuildPlan Plan(Func<PlanSettings, PlanSettings> change, params string[] targets)
    {
        SourceModel model = Load(targets);
        FileHashCache hashes = FileHashCache.Open(Path.Combine(Root, "..", Path.GetFileName(Root) + ".hashes"), verify: true);
        return new BuildPlanner(change(Settings), model.Packages, model.Resolution, Pin, hashes, Diagnostics).Plan(model.Resolution.Targets);
    }

    public ImageNode Image(BuildPlan plan, string name) => Assert.IsType<ImageNode>(Node(plan, $"image.{name}-c-1.0"));

    public ArtifactNode Artifact(BuildPlan plan, string name) => Assert.IsType<ArtifactNode>(Node(plan, $"artifact.{name}-c-1.0"));

    public static PlanNode Node(BuildPlan plan, string key) => Assert.Single(plan.Nodes, node => node.Key == key);

    public SourceModel Load(params string[] targets)
    {
        SourceOptions options = new()
        {
            Trees = [],
            OwnFolders = [Root],
            Values = [],
            BuildPackages = [.. targets.Select(name => name.Contains('/', StringComparison.Ordinal) || HasDockerfile(name) ? name : "c/" + name)],
            Dockerfiles = true,
        };
        return SourceModel.Load(options, DateTimeOffset.UnixEpoch, CancellationToken.None);
    }

    private bool HasDockerfile(string name) => Directory.Exists(Path.Combine(Root, name)) && Directory.GetFiles(Path.Combine(Root, name), "*Dockerfile*").Length > 0;

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private PlanSettings Settings => new()
    {
        ProjectFolder = Root,
        ImageRepository = "cos.local/cache",
        Platform = "linux/amd64",
        Epoch = 0,
        Compression = "zstd",
        CompressionLevel = 1,
    };

    public static PinnedImage Pin(string reference, SourceLocation? location) => new(reference, reference + "@pinned", "sha256:" + reference);
}
