using System.Text.Json;

namespace Cos.Sdk.Golden.Scenarios;

/// <summary>A folder with trees, the command lines that were run on them, and what came of it.</summary>
internal sealed class Scenario
{
    private const string CommandFile = "command.txt";

    private readonly JsonElement _result;

    private Scenario(string folder)
    {
        Folder = folder;
        string[] lines = File.ReadAllLines(Path.Combine(folder, CommandFile));
        Commands = [.. ShellWords.Split(string.Join('\n', lines)).Select(LuetCommand.Parse).OfType<LuetCommand>()];
        string result = Path.Combine(folder, "expected.result.json");
        _result = File.Exists(result) ? JsonElement.Parse(File.ReadAllText(result)) : JsonElement.Parse("{}");
        IsQuirk = _result.Flag("quirk") || lines.Any(line => line.StartsWith('#') && line.Contains("quirk", StringComparison.OrdinalIgnoreCase));
        Builds = RecordedBuilds.Read(folder);
    }

    /// <summary>Absolute path; paths of the commands are relative to it.</summary>
    public string Folder { get; }

    /// <summary>The name of the folder.</summary>
    public string Name => Path.GetFileName(Folder);

    /// <summary>The reference's own commands.</summary>
    public IReadOnlyList<LuetCommand> Commands { get; }

    /// <summary>Whether another result is allowed.</summary>
    public bool IsQuirk { get; }

    /// <summary>Whether the reference ended with success.</summary>
    public bool Succeeded => !_result.TryGetProperty("exit_code", out JsonElement code) || code.GetInt32() == 0;

    /// <summary>The build-time dependencies of the target, parents first; null when nothing was recorded.</summary>
    public string[]? Order => _result.Texts("dependencies_in_order");

    /// <summary>The images that were built, in order.</summary>
    public RecordedBuilds Builds { get; }

    /// <summary>Whether a folder is a scenario.</summary>
    public static bool Is(string folder) => File.Exists(Path.Combine(folder, CommandFile));

    /// <summary>Reads a folder.</summary>
    public static Scenario Read(string folder) => new(Path.TrimEndingDirectorySeparator(folder));

    /// <summary>An absolute path from one of a command.</summary>
    public string PathOf(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, Folder));
}
