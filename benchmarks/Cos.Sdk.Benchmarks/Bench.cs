using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Cos.Sdk.Benchmarks;

/// <summary>Where benchmarks work, and how they run commands.</summary>
/// <param name="folder">An empty folder; projects are made in it.</param>
/// <param name="feed">The packed SDK.</param>
/// <param name="version">Its version.</param>
/// <param name="repeats">How often quick work is measured; the median counts.</param>
internal sealed partial class Bench(string folder, string feed, string version, int repeats)
{
    /// <summary>Names the images that benchmarks make.</summary>
    public const string ImageRepository = "cos.local/benchmark";

    /// <summary>Seeds of the benchmarks.</summary>
    public const string SmallSeed = ImageRepository + "-seed:1";

    /// <summary>What takes longer is not repeated.</summary>
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(45);

    /// <summary>What a no-op build of the dotnet command itself takes of memory, once it was measured.</summary>
    public double IdleMegabytes { get; set; }

    /// <summary>How often quick work is measured.</summary>
    public int Repeats => repeats;

    /// <summary>Lines of the table, in order.</summary>
    public List<Row> Rows { get; } = [];

    /// <summary>A new project's folder.</summary>
    public string FolderOf(string name) => Path.Combine(folder, name);

    /// <summary>Writes a text file.</summary>
    public static void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    /// <summary>Writes a project of the SDK, seeing nothing around it.</summary>
    public void WriteProject(string name, string content)
    {
        WriteSurroundings(name);
        Write(Path.Combine(FolderOf(name), name + ".cosproj"), $"""
            <Project Sdk="Cos.Sdk/{version}">
              <PropertyGroup><CosImageRepository>{ImageRepository}</CosImageRepository></PropertyGroup>
              {content}
            </Project>

            """);
    }

    /// <summary>Writes what keeps a project apart from the folders above it.</summary>
    public void WriteSurroundings(string name)
    {
        foreach (string file in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props" })
        {
            Write(Path.Combine(FolderOf(name), file), "<Project />\n");
        }
        Write(
            Path.Combine(FolderOf(name), "nuget.config"),
            $"<configuration><packageSources><add key=\"benchmark\" value=\"{feed}\" /></packageSources></configuration>\n");
    }

    /// <summary>Runs <c>dotnet</c> in a project's folder, in one process that does not stay.</summary>
    public Task<Measurement> DotnetAsync(string name, params string[] arguments) => MeasuredProcess.RunAsync(
        FolderOf(name), Environment(), ["dotnet", .. arguments, "-nologo", "-tl:off", "-nodeReuse:false", "-maxCpuCount:1"]);

    /// <summary>Runs a shell script in a project's folder.</summary>
    public Task<Measurement> ShellAsync(string name, string script) =>
        MeasuredProcess.RunAsync(FolderOf(name), Environment(), "bash", "-euo", "pipefail", "-c", script);

    /// <summary>The median by time of several runs.</summary>
    public async Task<Measurement> MedianAsync(Func<Task<Measurement>> run)
    {
        List<Measurement> runs = [];
        long begin = Stopwatch.GetTimestamp();
        do
        {
            runs.Add(await run());
        }
        while (runs.Count < repeats && Stopwatch.GetElapsedTime(begin) < LongEnough);
        return Median(runs);
    }

    /// <summary>The medians of two works that are done in turns, so that both meet the same machine.</summary>
    public static async Task<(Measurement Work, Measurement Baseline)> CompareAsync(int pairs, Func<Task<Measurement>> work, Func<Task<Measurement>> baseline)
    {
        List<Measurement> works = [];
        List<Measurement> baselines = [];
        long begin = Stopwatch.GetTimestamp();
        do
        {
            baselines.Add(await baseline());
            works.Add(await work());
        }
        while (works.Count < pairs && Stopwatch.GetElapsedTime(begin) < LongEnough);
        return (Median(works), Median(baselines));
    }

    /// <summary>The median by time.</summary>
    public static Measurement Median(IReadOnlyCollection<Measurement> runs) => runs.OrderBy(measured => measured.Seconds).ElementAt(runs.Count / 2);

    /// <summary>
    /// Puts something out of the way: file systems are slow to make files for a while after many were removed, which would be measured.
    /// </summary>
    public void PutAway(string name, string path)
    {
        string away = Path.Combine(folder, "away");
        Directory.CreateDirectory(away);
        Directory.Move(Path.Combine(FolderOf(name), path), Path.Combine(away, Path.GetRandomFileName()));
    }

    /// <summary>Removes the images of nodes, so that none is reused.</summary>
    public static Task RemoveImagesAsync() => RemoveImagesAsync(ImageRepository);

    /// <summary>Removes the images of nodes and seeds.</summary>
    public static Task RemoveAllImagesAsync() => RemoveImagesAsync(ImageRepository + "*");

    private static Task RemoveImagesAsync(string pattern) => MeasuredProcess.RunAsync(
        "/", Environment(), "sh", "-c", $"docker images --format '{{{{.Repository}}}}:{{{{.Tag}}}}' '{pattern}' | xargs -r docker rmi -f > /dev/null");

    /// <summary>Milliseconds that a task took, from the summary that <c>-clp:PerformanceSummary</c> prints; in seconds.</summary>
    public static double SecondsOf(string task, string output)
    {
        double milliseconds = 0;
        foreach (Match match in TaskLine().Matches(output))
        {
            if (match.Groups["task"].Value == task)
            {
                milliseconds = Math.Max(milliseconds, double.Parse(match.Groups["ms"].Value, CultureInfo.InvariantCulture));
            }
        }
        return milliseconds / 1000;
    }

    private static Dictionary<string, string?> Environment() => new(StringComparer.Ordinal)
    {
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_NOLOGO"] = "1",
        ["DOCKER_BUILDKIT"] = "0",
    };

    [GeneratedRegex(@"^\s*(?<ms>\d+) ms\s+(?<task>\S+)\s+\d+ calls?\s*$", RegexOptions.Multiline)]
    private static partial Regex TaskLine();
}
