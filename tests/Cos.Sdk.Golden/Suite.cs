using System.Text.Json;
using Cos.Sdk.Golden.Rows;
using Cos.Sdk.Golden.Scenarios;
using Cos.Sdk.Golden.Solver;

namespace Cos.Sdk.Golden;

/// <summary>The cases of a folder: its rows, solver files and scenarios, whatever they are called, at any depth.</summary>
internal static class Suite
{
    /// <summary>All scenarios below a folder, or the folder itself.</summary>
    public static IEnumerable<Scenario> Scenarios(string folder) => Scenario.Is(folder)
        ? [Scenario.Read(folder)]
        : Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).SelectMany(Scenarios);

    /// <summary>All cases, in the order of their names.</summary>
    /// <param name="folder">Where to look.</param>
    /// <param name="compare">Compares a scenario; at plan level when null.</param>
    /// <param name="prefix">Put before names.</param>
    public static IEnumerable<GoldenCase> Read(string folder, Func<Scenario, CancellationToken, Task<string?>>? compare = null, string prefix = "")
    {
        if (Scenario.Is(folder))
        {
            Scenario scenario = Scenario.Read(folder);
            yield return new GoldenCase(scenario.Name, scenario.IsQuirk, token => (compare ?? AtPlanLevel)(scenario, token))
            {
                NotCompared = scenario.Commands.Any(command => command.Verb == "build") ? null : "there is no `luet build` among its commands",
            };
            yield break;
        }
        foreach (string file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            foreach (GoldenCase item in OfFile(file))
            {
                yield return item with { Name = prefix + item.Name };
            }
        }
        foreach (string below in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            foreach (GoldenCase item in Read(below, compare, $"{prefix}{Path.GetFileName(below)}/"))
            {
                yield return item;
            }
        }
    }

    private static IEnumerable<GoldenCase> OfFile(string file)
    {
        switch (Path.GetExtension(file))
        {
            case ".jsonl":
                return RowFile.Read(file);
            case ".json" when JsonElement.Parse(File.ReadAllText(file)) is var json && SolverCase.Is(json):
                return [new GoldenCase(Path.GetFileName(file), IsQuirk: false, token => Task.FromResult(SolverCase.Compare(json, token)))];
            default:
                return [];
        }
    }

    private static Task<string?> AtPlanLevel(Scenario scenario, CancellationToken cancellationToken) =>
        Task.FromResult(ScenarioCase.Compare(scenario, cancellationToken));
}
