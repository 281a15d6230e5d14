namespace Cos.Sdk.Golden.Scenarios;

/// <summary>A command line of the reference: which command, its flags, its arguments.</summary>
/// <param name="Verb">The words before flags and arguments that name the command: <c>build</c>, <c>create-repo</c>, <c>tree validate</c>.</param>
/// <param name="Flags">Values by the flag's long name without hyphens; a switch that is on has the value <c>true</c>.</param>
/// <param name="Arguments">The rest, in order.</param>
internal sealed record LuetCommand(string Verb, ILookup<string, string> Flags, IReadOnlyList<string> Arguments)
{
    private static readonly HashSet<string> Groups = new(StringComparer.Ordinal) { "tree", "repo", "database", "util" };

    /// <summary>Flags that are on or off; any other takes a value.</summary>
    private static readonly HashSet<string> Switches = new(StringComparer.Ordinal)
    {
        "all", "full", "nodeps", "onlydeps", "only-target-package", "revdeps", "pull", "push", "wait", "rebuild", "push-final-images",
        "push-final-images-force", "generate-final-images", "keep-images", "from-repositories", "dockerfiles", "pretend", "privileged",
        "live-output", "no-spinner", "color", "emoji", "debug", "quiet", "fatal", "reset-revision", "from-metadata", "push-images", "force-push",
        "only-runtime", "only-buildtime", "with-solver", "buildtime", "deps", "verbose", "yes", "force", "relax", "skip-config-protect",
        "solver-concurrent", "download-only", "keep-exported-images", "enable-logfile", "help", "version", "same-owner", "ask",
    };

    private static readonly Dictionary<string, string> ShortNames = new(StringComparer.Ordinal)
    {
        ["t"] = "tree", ["p"] = "pull-repository", ["a"] = "backend-args", ["o"] = "output", ["y"] = "yes", ["d"] = "debug", ["c"] = "config", ["f"] = "file", ["h"] = "help",
    };

    /// <summary>Reads the words of a command; null when it is another program's.</summary>
    public static LuetCommand? Parse(IReadOnlyList<string> words)
    {
        string[] own = [.. words.SkipWhile(word => word is "sudo" or "env" || IsAssignment(word))];
        if (own.Length == 0 || Path.GetFileName(own[0]) != "luet")
        {
            return null;
        }
        List<(string Flag, string Value)> flags = [];
        List<string> plain = [];
        for (int i = 1; i < own.Length; i++)
        {
            string word = own[i];
            if (word == "--")
            {
                plain.AddRange(own.Skip(i + 1));
                break;
            }
            if (word.Length < 2 || word[0] != '-')
            {
                plain.Add(word);
                continue;
            }
            (string name, string? value) = SplitFlag(word);
            value ??= Switches.Contains(name) ? "true" : i + 1 < own.Length ? own[++i] : "";
            flags.Add((name, value));
        }
        string verb = plain.Count == 0 ? "" : Groups.Contains(plain[0]) && plain.Count > 1 ? $"{plain[0]} {plain[1]}" : plain[0];
        return new LuetCommand(
            verb, flags.ToLookup(item => item.Flag, item => item.Value, StringComparer.Ordinal), [.. plain.Skip(verb.Count(letter => letter == ' ') + (verb.Length > 0 ? 1 : 0))]);
    }

    /// <summary>Whether a switch is on.</summary>
    public bool Has(string flag) => Flags[flag].LastOrDefault() is "true" or "1";

    /// <summary>The last value of a flag; null when it is not given.</summary>
    public string? Value(string flag) => Flags[flag].LastOrDefault();

    /// <summary>The values of a flag that may be repeated, each perhaps several with commas.</summary>
    public IReadOnlyList<string> Values(string flag) =>
        [.. Flags[flag].SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    private static bool IsAssignment(string word) =>
        word.IndexOf('=', StringComparison.Ordinal) is > 0 and int at && word[..at].All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');

    private static (string Name, string? Value) SplitFlag(string word)
    {
        if (!word.StartsWith("--", StringComparison.Ordinal))
        {
            string rest = word[2..];
            return (ShortNames.GetValueOrDefault(word[1..2], word[1..2]), rest.Length == 0 ? null : rest.TrimStart('='));
        }
        int at = word.IndexOf('=', StringComparison.Ordinal);
        return at < 0 ? (word[2..], null) : (word[2..at], word[(at + 1)..]);
    }
}
