using Cos.Sdk.Diagnostics;
using Cos.Sdk.Golden.Scenarios;
using Cos.Sdk.Planning;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Golden.Engine;

/// <summary>Compares a scenario at plan level, then builds it and compares its archives, metadata and repository.</summary>
internal static class EngineCase
{
    private const string Recorded = "expected.";
    private const string ArchiveMark = "expected.artifact.";
    private const string MetadataMark = ".metadata.yaml";

    /// <summary>The base images that the scenarios need.</summary>
    public static IEnumerable<string> BaseImages(IEnumerable<Scenario> scenarios, CancellationToken cancellationToken) =>
        scenarios.SelectMany(scenario => ScenarioCase.TryPlan(scenario, null, cancellationToken).Builds)
            .SelectMany(build => build.Plan.Nodes.OfType<ImageNode>())
            .SelectMany(node => node.CopiedImages.Prepend(node.Parent))
            .Where(image => image.Node is null && image.Reference != DockerfileContent.Scratch)
            .Select(image => image.Reference);

    /// <summary>The difference; null when there is none.</summary>
    public static async Task<string?> CompareAsync(Scenario scenario, GoldenEngine engine, CancellationToken cancellationToken)
    {
        if (ScenarioCase.Compare(scenario, cancellationToken) is { } difference)
        {
            return difference;
        }
        (IReadOnlyList<ScenarioBuild> builds, CosException? failure) = ScenarioCase.TryPlan(scenario, engine.Pin, cancellationToken);
        if (failure is not null || builds.Count == 0)
        {
            return null;
        }
        bool mustFail = !scenario.Succeeded && scenario.Builds.Exist && !scenario.Builds.HasPastedLines;
        string folder;
        try
        {
            folder = await engine.BuildAsync(scenario, builds, cancellationToken);
        }
        catch (CosException exception)
        {
            return mustFail ? null : "built by the reference, not by us:\n" + Diagnosed.Text(exception.Diagnostics);
        }
        if (mustFail)
        {
            return "the reference fails to build it, ours does not";
        }
        List<string> differences = [];
        foreach (string file in Directory.EnumerateFiles(scenario.Folder, Recorded + "*").Order(StringComparer.Ordinal))
        {
            if (await CompareFileAsync(scenario, file, folder, cancellationToken) is { } found)
            {
                differences.Add($"{Path.GetFileName(file)}:\n    {found.ReplaceLineEndings("\n    ")}");
            }
        }
        foreach (LuetCommand command in scenario.Commands.Where(command => command.Verb == "create-repo"))
        {
            differences.AddRange(await RepositoryComparison.CompareAsync(scenario, command, folder, cancellationToken));
        }
        return differences.Count == 0 ? null : string.Join('\n', differences);
    }

    private static async Task<string?> CompareFileAsync(Scenario scenario, string file, string folder, CancellationToken cancellationToken)
    {
        string name = Path.GetFileName(file);
        return name.StartsWith(ArchiveMark, StringComparison.Ordinal)
                ? await ArchiveComparison.CompareAsync(
                    file, Path.Combine(folder, Path.GetFileNameWithoutExtension(name)[ArchiveMark.Length..]), IsOfBase(scenario, name), cancellationToken)
            : name.EndsWith(MetadataMark, StringComparison.Ordinal)
                ? MetadataComparison.Compare(file, Path.Combine(folder, name[Recorded.Length..]))
            : null;
    }

    /// <summary>Whether an archive may hold files of the base image, which are others here.</summary>
    private static bool IsOfBase(Scenario scenario, string archive)
    {
        string metadata = Path.Combine(scenario.Folder, Recorded + archive[ArchiveMark.Length..].Split(".package.tar")[0] + MetadataMark);
        return File.Exists(metadata) && File.ReadLines(metadata).Any(line => line.Trim() == "unpack: true");
    }
}
