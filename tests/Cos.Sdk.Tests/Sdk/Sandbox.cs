using System.Globalization;
using System.Security.Cryptography;
using Cos.Sdk.IntegrationTests.Engine;

namespace Cos.Sdk.IntegrationTests.Sdk;

/// <summary>A project folder that sees nothing but the packed SDK. Binary logs of a failed test stay in artifacts/test-results.</summary>
internal sealed class Sandbox : IDisposable
{
    private const string Nothing = "<Project />\n";

    private readonly PackedSdk _sdk;
    private readonly string _name;
    private int _builds;

    public Sandbox(PackedSdk sdk, string folder, string name, string imageRepository)
    {
        _sdk = sdk;
        _name = name;
        Folder = folder;
        ImageRepository = imageRepository;
        Write("nuget.config", $"<configuration><packageSources><clear /><add key=\"feed\" value=\"{sdk.Feed}\" /></packageSources></configuration>\n");
        Write("Directory.Build.props", Nothing);
        Write("Directory.Build.targets", Nothing);
        Write("Directory.Packages.props", Nothing);
        WriteProject("");
    }

    /// <summary>The project's folder.</summary>
    public string Folder { get; }

    /// <summary>The project file's name.</summary>
    public string Project => _name + ".cosproj";

    /// <summary>What names the images of this project.</summary>
    public string ImageRepository { get; }

    /// <summary>Where archives go in Debug.</summary>
    public string Repository => PathOf("bin/Debug/repository");

    /// <summary>Where plan files go in Debug.</summary>
    public string Plans => PathOf("obj/Debug/cos/plan");

    /// <summary>An absolute path in the project's folder.</summary>
    public string PathOf(string path) => Path.Combine(Folder, path);

    /// <summary>Takes packages from where the machine takes them, too; what its user has already is not fetched again.</summary>
    public void UseMachineSources()
    {
        string known = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string fallback = Directory.Exists(known) ? $"<fallbackPackageFolders><add key=\"known\" value=\"{known}\" /></fallbackPackageFolders>" : "";
        Write("nuget.config", $"<configuration><packageSources><add key=\"feed\" value=\"{_sdk.Feed}\" /></packageSources>{fallback}</configuration>\n");
    }

    /// <summary>Writes a text file.</summary>
    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
        File.WriteAllText(PathOf(path), text.ReplaceLineEndings("\n"));
    }

    /// <summary>Writes a project with the tiny seed and whatever else it should have.</summary>
    public void WriteProject(string content) => Write(Project, $"""
        <Project Sdk="Cos.Sdk/{_sdk.Version}">
          <PropertyGroup><CosImageRepository>{ImageRepository}</CosImageRepository></PropertyGroup>
          <ItemGroup><CosSeedImage Include="cos.local/test:busybox" Tarball="{_sdk.Seed}" /></ItemGroup>
          {content}
        </Project>

        """);

    /// <summary>Writes the two files of the package <c>app/name@1.0</c>.</summary>
    /// <param name="name">Package and folder.</param>
    /// <param name="build">The text of build.yaml.</param>
    /// <param name="definition">More keys of the definition.</param>
    public void WritePackage(string name, string build, string definition = "")
    {
        Write($"packages/{name}/definition.yaml", $"name: {name}\ncategory: app\nversion: \"1.0\"\n{definition}");
        Write($"packages/{name}/build.yaml", build);
    }

    /// <summary>Runs <c>dotnet</c> on the project, with a binary log.</summary>
    /// <param name="verb">For example build.</param>
    /// <param name="arguments">More arguments.</param>
    public Task<BuildResult> DotnetAsync(string verb, params string[] arguments) => DotnetAsync(verb, new Dictionary<string, string?>(), arguments);

    /// <summary>Runs <c>dotnet</c> on the project with changes of the environment.</summary>
    public async Task<BuildResult> DotnetAsync(string verb, IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        using DotnetProcess process = Start(verb, _ => { }, environment, arguments);
        return await process.WaitAsync();
    }

    /// <summary>Starts <c>dotnet</c> on the project.</summary>
    public DotnetProcess Start(string verb, Action<string> observe, IReadOnlyDictionary<string, string?> environment, params string[] arguments) =>
        DotnetProcess.Start(Folder, EnvironmentWith(environment), observe, ["dotnet", verb, Project, .. MsBuildArguments(), .. arguments]);

    /// <summary>Runs any command in the project's folder.</summary>
    public Task<BuildResult> RunAsync(params string[] command) => DotnetProcess.RunAsync(Folder, _sdk.CreateEnvironment(), command);

    /// <summary>Builds, and fails the test when that fails.</summary>
    public async Task<BuildResult> BuildAsync(params string[] arguments) => (await DotnetAsync("build", arguments)).AssertSucceeded();

    /// <summary>Arguments of every build.</summary>
    public string[] MsBuildArguments() =>
        ["-tl:off", "-nologo", $"-bl:{PathOf($"logs/{Interlocked.Increment(ref _builds).ToString(CultureInfo.InvariantCulture)}.binlog")}"];

    /// <summary>The environment of every command, with changes.</summary>
    public Dictionary<string, string?> EnvironmentWith(IReadOnlyDictionary<string, string?> changes)
    {
        Dictionary<string, string?> environment = _sdk.CreateEnvironment();
        foreach ((string name, string? value) in changes)
        {
            environment[name] = value;
        }
        return environment;
    }

    /// <summary>The content of an archive: names, sorted, without folders.</summary>
    public string[] ListArchive(string file) =>
        [.. Command.Run("tar", "-tf", Path.Combine(Repository, file)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(name => !name.EndsWith('/')).Order(StringComparer.Ordinal)];

    /// <summary>The text of a file in an archive.</summary>
    public string ReadArchive(string file, string entry) => Command.Run("tar", "-xOf", Path.Combine(Repository, file), entry);

    /// <summary>SHA-256 of every file below a folder, by path.</summary>
    public SortedDictionary<string, string> Digests(string folder)
    {
        SortedDictionary<string, string> digests = new(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(PathOf(folder), "*", SearchOption.AllDirectories))
        {
            using FileStream content = File.OpenRead(file);
            digests[Path.GetRelativePath(PathOf(folder), file)] = Convert.ToHexStringLower(SHA256.HashData(content));
        }
        return digests;
    }

    /// <summary>The name of the image that a plan file tells.</summary>
    public string ImageOf(string key)
    {
        using System.Text.Json.JsonDocument plan = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(Plans, key + ".json")));
        return plan.RootElement.GetProperty("image").GetString()!;
    }

    /// <summary>Removes a folder or file of the project, if it is there.</summary>
    public void Delete(string path)
    {
        if (Directory.Exists(PathOf(path)))
        {
            Directory.Delete(PathOf(path), recursive: true);
        }
        File.Delete(PathOf(path));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed && Directory.Exists(PathOf("logs")))
        {
            string kept = Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "test-results", TestContext.Current.Test!.UniqueID);
            Directory.CreateDirectory(kept);
            foreach (string log in Directory.EnumerateFiles(PathOf("logs")))
            {
                File.Copy(log, Path.Combine(kept, Path.GetFileName(log)), overwrite: true);
            }
        }
        Directory.Delete(Folder, recursive: true);
    }
}
