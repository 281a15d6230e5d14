using System.Globalization;

namespace Cos.Sdk.Benchmarks;

/// <summary>What is measured.</summary>
internal sealed record Options
{
    /// <summary>Folder of the packed SDK.</summary>
    public required string Feed { get; init; }

    /// <summary>Version of the packed SDK.</summary>
    public required string Version { get; init; }

    /// <summary>A small system and few packages, to try the benchmarks themselves.</summary>
    public bool IsSmall { get; init; }

    /// <summary>Names of benchmarks.</summary>
    public string[] Only { get; init; } = ["system", "plan", "repository"];

    /// <summary>Sizes of trees that are planned.</summary>
    public int[] Sizes { get; init; } = [10, 100, 1000, 10000];

    /// <summary>How often quick work is measured.</summary>
    public int Repeats { get; init; } = 3;

    /// <summary>A page of the documentation whose table is replaced; empty for none.</summary>
    public string Page { get; init; } = "";

    /// <summary>As typed, without feed and version.</summary>
    public string CommandLine { get; init; } = "";

    /// <summary>Reads a command line.</summary>
    public static Options Parse(string[] args)
    {
        Options options = new() { Feed = args[0], Version = args[1], CommandLine = string.Join(' ', args.Skip(2)) };
        for (int i = 2; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--small" => options with { IsSmall = true, Sizes = [10, 100] },
                "--only" => options with { Only = args[++i].Split(',') },
                "--sizes" => options with { Sizes = [.. args[++i].Split(',').Select(size => int.Parse(size, CultureInfo.InvariantCulture))] },
                "--repeat" => options with { Repeats = int.Parse(args[++i], CultureInfo.InvariantCulture) },
                "--page" => options with { Page = args[++i] },
                _ => throw new ArgumentException($"There is no option {args[i]}: --small, --only, --sizes, --repeat, --page."),
            };
        }
        return options;
    }
}
