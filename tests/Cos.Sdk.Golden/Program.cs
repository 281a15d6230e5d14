using Cos.Sdk.Golden.Trees;

namespace Cos.Sdk.Golden;

/// <summary>Compares Cos.Sdk with recorded answers of the classic toolchain, and lists trees.</summary>
internal static class Program
{
    private const string Usage = """
        usage: dotnet run --project tests/Cos.Sdk.Golden -- FOLDER
               dotnet run --project tests/Cos.Sdk.Golden -- tree [--values FILE ...] [--dockerfiles] DIR ...

        FOLDER     runs every recorded case in it: rows of .jsonl files, solver files, scenarios.
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
        switch (args)
        {
            case ["tree", .. var rest]:
                return TreeListing.Run(rest, Console.Out, Console.Error, source.Token);
            case [var folder] when Directory.Exists(folder):
                return await new GoldenRun(Console.Out).RunAsync(Suite.Read(Path.GetFullPath(folder)), source.Token);
            default:
                await Console.Error.WriteLineAsync(Usage);
                return 2;
        }
    }
}
