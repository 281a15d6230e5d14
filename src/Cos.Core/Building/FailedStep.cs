using System.Text.RegularExpressions;

namespace Cos.Sdk.Building;

/// <summary>What the log of an image's build tells of the step at which it ended.</summary>
/// <param name="Key">Key of the node.</param>
/// <param name="Image">The image in which the step ran, as the engine names it; empty when no step was done before.</param>
/// <param name="Instruction">The step; empty when the log has none.</param>
internal sealed partial record FailedStep(string Key, string Image, string Instruction)
{
    private const string Extension = ".log";

    /// <summary>The newest log of an image that was not finished; null when there is none.</summary>
    /// <param name="logFolder">Absolute path of the logs.</param>
    /// <param name="isWanted">Chooses among keys of nodes.</param>
    public static FailedStep? Find(string logFolder, Func<string, bool> isWanted) => !Directory.Exists(logFolder)
        ? null
        : new DirectoryInfo(logFolder).EnumerateFiles("image.*" + Extension)
            .Where(file => isWanted(file.Name[..^Extension.Length]))
            .OrderByDescending(file => file.LastWriteTimeUtc)
            .ThenBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => Read(file.Name[..^Extension.Length], File.ReadLines(file.FullName)))
            .FirstOrDefault(step => step is not null);

    /// <summary>Reads a log; null when it is one of an image that was finished.</summary>
    public static FailedStep? Read(string key, IEnumerable<string> log)
    {
        string image = "";
        string instruction = "";
        foreach (string line in log)
        {
            if (Finished().IsMatch(line))
            {
                return null;
            }
            Match made = Made().Match(line);
            Match step = Step().Match(line);
            image = made.Success ? made.Groups[1].Value : image;
            instruction = step.Success ? step.Groups[1].Value : instruction;
        }
        return new FailedStep(key, image, instruction);
    }

    /// <summary>Docker's <c>---&gt; 0123456789ab</c>, Podman's <c>--&gt; 0123456789ab</c>.</summary>
    [GeneratedRegex("^ ?-{2,3}> ([0-9a-f]{12,64})$", RegexOptions.NonBacktracking)]
    private static partial Regex Made();

    [GeneratedRegex("^STEP [0-9]+/[0-9]+ ?: (.+)$", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Step();

    [GeneratedRegex("^Successfully (built|tagged) ", RegexOptions.NonBacktracking)]
    private static partial Regex Finished();
}
