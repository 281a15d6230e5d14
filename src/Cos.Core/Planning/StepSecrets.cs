using System.Text.RegularExpressions;

namespace Cos.Sdk.Planning;

/// <summary>
/// What steps say to read secrets: <c>$COS_SECRETS/NAME</c> is a file in the container's own shared memory, which no layer holds. The step waits until the
/// files are there; who builds brings them while it runs.
/// </summary>
internal static partial class StepSecrets
{
    /// <summary>Where the files are while a step runs.</summary>
    public const string Folder = "/dev/shm/cos-secrets";

    /// <summary>The file that says that all are there.</summary>
    public const string Ready = ".ready";

    /// <summary>Sets the variable and waits for the files, a minute at most.</summary>
    public const string Wait =
        $"export COS_SECRETS={Folder}; until [ -e {Folder}/{Ready} ]; do COS_WAITED=x$COS_WAITED; "
        + "[ ${#COS_WAITED} -le 300 ] || { echo 'The secrets of this step did not come: only Cos.Sdk brings them.' >&2; exit 125; }; "
        + "sleep 0.2 2>/dev/null || sleep 1; done; unset COS_WAITED\n";

    /// <summary>The secrets that a command or instruction reads, each once.</summary>
    public static IEnumerable<string> Names(string command) => command.Contains("COS_SECRETS", StringComparison.Ordinal)
        ? Use().Matches(command).Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
        : [];

    [GeneratedRegex(@"\$(?:COS_SECRETS|\{COS_SECRETS\})(?:\\?"")?/([A-Za-z0-9_-][A-Za-z0-9._-]{0,63})", RegexOptions.CultureInvariant)]
    private static partial Regex Use();
}
