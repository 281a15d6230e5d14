using Cos.Sdk.Golden.Engine;
using Cos.Sdk.Golden.Trees;

namespace Cos.Sdk.Golden;

/// <summary>Compares Cos.Sdk with recorded answers of the classic toolchain, and lists trees.</summary>
internal static class Program
{
    private const string Usage = """
        usage: dotnet run --project tests/Cos.Sdk.Golden -- FOLDER [--engine]
               dotnet run --project tests/Cos.Sdk.Golden -- tree [--values FILE ...] [--dockerfiles] DIR ...

        FOLDER     runs every recorded case in it: rows of .jsonl files, solver files, scenarios.
        --engine   builds the scenarios as well, and compares archives and metadata.
        tree       prints one line of JSON for each package of the trees.
        """;

    public static async Task<int> Main(string[] args)
    {
        using CancellationTokenSource source = new();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            source.Cancel();
        };
        // The switch may stand before the folder, too.
        switch (args is ["--engine", var last] ? [last, "--engine"] : args)
        {
            case ["tree", .. var rest]:
                return TreeListing.Run(rest, Console.Out, Console.Error, source.Token);
            case [var folder, "--engine"] when Directory.Exists(folder):
                return await RunWithEngineAsync(Path.GetFullPath(folder), source.Token);
            case [var folder] when Directory.Exists(folder):
                return await new GoldenRun(Console.Out).RunAsync(Suite.Read(Path.GetFullPath(folder)), source.Token);
            default:
                await Console.Error.WriteLineAsync(Usage);
                return 2;
        }
    }

    private static async Task<int> RunWithEngineAsync(string folder, CancellationToken cancellationToken)
    {
        await using GoldenEngine engine = await GoldenEngine.OpenAsync(EngineCase.BaseImages(Suite.Scenarios(folder), cancellationToken), cancellationToken);
        return await new GoldenRun(Console.Out).RunAsync(
            Suite.Read(folder, (scenario, token) => EngineCase.CompareAsync(scenario, engine, token)), cancellationToken);
    }
}
