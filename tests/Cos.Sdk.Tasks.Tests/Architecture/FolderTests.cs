using System.Text.RegularExpressions;

namespace Cos.Sdk.Tests.Architecture;

/// <summary>Keeps the table of responsibilities: which folder may use which.</summary>
public sealed partial class FolderTests
{
    private static readonly string[] Sources = [Repository.PathOf("src/Cos.Core"), Repository.PathOf("src/Cos.Sdk.Tasks")];

    /// <summary>A folder may also use what those that it names may use.</summary>
    private static readonly Dictionary<string, string[]> MayUse = new(StringComparer.Ordinal)
    {
        ["Diagnostics"] = [],
        ["Files"] = ["Diagnostics"],
        ["Versions"] = ["Diagnostics"],
        ["Templating"] = ["Diagnostics"],
        ["Tools"] = ["Engine", "Files"],
        ["Registry"] = ["Diagnostics"],
        ["Engine"] = ["Diagnostics"],
        ["Trees"] = ["Versions", "Templating"],
        ["Resolution"] = ["Trees"],
        ["Planning"] = ["Resolution", "Files"],
        ["Validation"] = ["Planning"],
        ["Graphs"] = ["Planning"],
        ["Jobs"] = ["Planning"],
        ["Dockerfiles"] = ["Planning"],
        ["Fetching"] = ["Trees", "Engine", "Registry", "Tools", "Files"],
        ["Artifacts"] = ["Trees", "Planning", "Engine"],
        ["Building"] = ["Dockerfiles", "Artifacts", "Fetching", "Registry"],
        ["Trust"] = ["Diagnostics", "Files"],
        ["Repositories"] = ["Trees", "Artifacts", "Registry", "Engine", "Fetching", "Trust"],
        ["Attestations"] = ["Artifacts", "Fetching", "Trust"],
        ["Disks"] = ["Artifacts"],
        ["Media"] = ["Repositories", "Artifacts", "Engine", "Tools", "Disks"],
        ["CloudConfig"] = ["Trees"],
        ["Settings"] = ["CloudConfig"],
        ["Differences"] = ["Building", "Repositories"],
        ["Programs"] = ["Trees", "Planning", "Files"],
        ["Running"] = ["Diagnostics", "Files"],
        ["Tasks"] = ["Building", "Media", "Validation", "Graphs", "Jobs", "CloudConfig", "Settings", "Differences", "Attestations", "Programs", "Running", "Garbage"],
        ["Garbage"] = ["Building", "Repositories"],
    };

    [Fact]
    public void EveryFolderIsInTheTable() =>
        Assert.All(Folders(), folder => Assert.Contains(folder, MayUse.Keys));

    [Fact]
    public void AFolderUsesOnlyThoseAboveIt()
    {
        List<string> wrong = [];
        foreach ((string folder, string file) in Files())
        {
            HashSet<string> allowed = Closure(folder);
            foreach (Match match in Usage().Matches(File.ReadAllText(file)))
            {
                string used = match.Groups[1].Value;
                if (used != folder && MayUse.ContainsKey(used) && !allowed.Contains(used))
                {
                    wrong.Add($"{folder}/{Path.GetFileName(file)} uses {used}");
                }
            }
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public void OnlyTasksNameMSBuild() =>
        Assert.DoesNotContain(Files(), item => item.Folder != "Tasks" && File.ReadAllText(item.File).Contains("Microsoft.Build", StringComparison.Ordinal));

    [Fact]
    public void OnlyTheEngineNamesItsClientLibrary() =>
        Assert.DoesNotContain(Files(), item => item.Folder != "Engine" && File.ReadAllText(item.File).Contains("Docker.DotNet", StringComparison.Ordinal));

    private static IEnumerable<string> Folders() => FolderPaths().Select(folder => Path.GetFileName(folder)!);

    private static IEnumerable<(string Folder, string File)> Files() =>
        FolderPaths().SelectMany(folder => Directory
            .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Path.GetFileName(folder)!, file)));

    private static IEnumerable<string> FolderPaths() =>
        Sources.SelectMany(Directory.EnumerateDirectories).Where(folder => Path.GetFileName(folder) is not ("bin" or "obj"));

    private static HashSet<string> Closure(string folder)
    {
        HashSet<string> all = [];
        Stack<string> open = new(MayUse[folder]);
        while (open.TryPop(out string? next))
        {
            if (all.Add(next))
            {
                foreach (string further in MayUse[next])
                {
                    open.Push(further);
                }
            }
        }
        return all;
    }

    [GeneratedRegex(@"Cos\.Sdk\.([A-Z][A-Za-z]+)")]
    private static partial Regex Usage();
}
