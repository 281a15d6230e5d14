using System.Globalization;
using Cos.Sdk.IntegrationTests.Sdk;

[assembly: AssemblyFixture(typeof(PackedSdk))]

namespace Cos.Sdk.IntegrationTests.Sdk;

/// <summary>
/// The SDK and the templates as users get them: packed once per run, when the first test asks, with a version of this run into a feed of its own.
/// </summary>
public sealed class PackedSdk : IAsyncDisposable
{
    private static readonly string[] Projects = ["src/Cos.Sdk/Cos.Sdk.csproj", "src/Cos.Sdk.Testing/Cos.Sdk.Testing.csproj", "templates/Cos.Sdk.Templates.csproj"];

    private readonly Lazy<Task> _packed;
    private readonly Lazy<Task> _tree;
    private int _sandboxes;

    /// <summary>Names the run; packs nothing yet.</summary>
    public PackedSdk()
    {
        Run = DateTime.UtcNow.Ticks.ToString(CultureInfo.InvariantCulture);
        Folder = Directory.CreateTempSubdirectory("cos-sdk-tests-").FullName;
        _packed = new Lazy<Task>(PackAsync);
        _tree = new Lazy<Task>(PackStagedTreeAsync);
    }

    /// <summary>The version of both packages.</summary>
    public string Version => $"1.0.0-test.{Run}";

    /// <summary>The feed of both packages.</summary>
    public string Feed => Path.Combine(Folder, "feed");

    /// <summary>The packed templates.</summary>
    public string Templates => Path.Combine(Feed, $"Cos.Sdk.Templates.{Version}.nupkg");

    /// <summary>A root file system with a static busybox.</summary>
    public string Seed => Path.Combine(Folder, "busybox.tar");

    /// <summary>All that the run writes, outside of the repository.</summary>
    internal string Folder { get; }

    /// <summary>What names images of this run.</summary>
    internal string ImageRepository => $"cos.local/test-{Run}";

    private string Run { get; }

    /// <summary>A folder with a project of the packed SDK.</summary>
    /// <param name="name">The name of folder and project.</param>
    /// <param name="parent">A folder between; blanks and letters of any script welcome.</param>
    internal async Task<Sandbox> CreateSandboxAsync(string name = "tiny", string parent = "")
    {
        await _packed.Value;
        string number = Interlocked.Increment(ref _sandboxes).ToString(CultureInfo.InvariantCulture);
        return new Sandbox(this, Path.Combine(Folder, "boxes", number, parent, name), name, $"{ImageRepository}/{number}");
    }

    /// <summary>Puts the base tree, as eng/setup.sh has staged it, into the feed.</summary>
    internal async Task PackTreeAsync()
    {
        await _packed.Value;
        await _tree.Value;
    }

    /// <summary>The environment of every command: the run's own caches, and nothing of what the tests themselves run under.</summary>
    internal Dictionary<string, string?> CreateEnvironment()
    {
        Dictionary<string, string?> changes = new(StringComparer.Ordinal);
        foreach (string name in Environment.GetEnvironmentVariables().Keys)
        {
            if (name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name.StartsWith("NUGET_", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith("DOTNET_CLI_", StringComparison.Ordinal) || name is "CI" or "SOURCE_DATE_EPOCH" or "CosImageRepository")
            {
                changes[name] = null;
            }
        }
        changes["MSBUILDDISABLENODEREUSE"] = "1";
        changes["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        changes["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        changes["DOTNET_CLI_UI_LANGUAGE"] = "en";
        changes["DOTNET_NOLOGO"] = "1";
        changes["NUGET_PACKAGES"] = Path.Combine(Folder, "packages");
        changes["COS_CACHE"] = Path.Combine(Folder, "cache");
        return changes;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_packed.IsValueCreated)
        {
            await Images.RemoveAsync($"{ImageRepository}/*");
        }
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private async Task PackAsync()
    {
        SeedTarball.Write(Seed);
        // Tests run from artifacts/bin/<project>/<configuration>, and what is packed is what was built with them.
        string configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        foreach (string project in Projects)
        {
            BuildResult result = await DotnetProcess.RunAsync(
                FindRepository(),
                CreateEnvironment().Where(change => change.Key != "NUGET_PACKAGES" || change.Value is null).ToDictionary(),
                "dotnet", "pack", project, "--no-build", "-c", configuration, "-o", Feed, "-nologo", "-tl:off",
                "-p:BuildProjectReferences=false", $"-p:PackageVersion={Version}", $"-p:NuspecOutputPath={Path.Combine(Folder, "nuspec")}/");
            result.AssertSucceeded();
        }
    }

    private async Task PackStagedTreeAsync()
    {
        string staged = Path.Combine(FindRepository(), "artifacts", "trees", "cos");
        Assert.True(File.Exists(Path.Combine(staged, "packages", "program", "cos")), $"{staged} holds no tree with the device's program. Run ./test.sh; it stages the tree first.");
        string folder = Path.Combine(Folder, "tree");
        (await DotnetProcess.RunAsync(Folder, CreateEnvironment(), "cp", "-a", staged, folder)).AssertSucceeded();
        string project = Path.Combine(folder, "Cos.Tree.cosproj");
        string text = await File.ReadAllTextAsync(project);
        await File.WriteAllTextAsync(project, text.Replace("Version=\"1.0.0\"", $"Version=\"{Version}\"", StringComparison.Ordinal));
        await File.WriteAllTextAsync(
            Path.Combine(folder, "nuget.config"), $"<configuration><packageSources><clear /><add key=\"feed\" value=\"{Feed}\" /></packageSources></configuration>\n");
        (await DotnetProcess.RunAsync(
            folder, CreateEnvironment(), "dotnet", "pack", "Cos.Tree.cosproj", "-o", Feed, "-nologo", "-tl:off", $"-p:PackageVersion={Version}")).AssertSucceeded();
    }

    internal static string FindRepository()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Cos.Sdk.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }
        return folder ?? throw new InvalidOperationException("The tests run outside of the repository.");
    }
}
