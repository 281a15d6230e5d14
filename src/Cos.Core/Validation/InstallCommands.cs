namespace Cos.Sdk.Validation;

/// <summary>Package managers that ask before they install.</summary>
internal static class InstallCommands
{
    /// <summary>The option that a call lacks; null for calls that do not ask, and for those that are not known.</summary>
    public static string? MissingAnswer(ShellCommand command)
    {
        string[] words = [.. command.Arguments.Select(word => word.Text)];
        if (command.Words.Any(word => !word.IsLiteral && word.Text.Contains('$', StringComparison.Ordinal)))
        {
            // A variable may hold the option.
            return null;
        }
        string verb = words.FirstOrDefault(word => !word.StartsWith('-')) ?? "";
        return (command.Program, verb) switch
        {
            ("apt-get" or "apt", "install" or "upgrade" or "dist-upgrade" or "full-upgrade" or "remove" or "purge")
                when !Has("--yes", "--assume-yes", "--simulate", "--dry-run", "--download-only") && !HasShort('y') && !HasShort('s') && !HasTwice('q') => "-y",
            ("zypper", "install" or "in" or "update" or "up" or "dist-upgrade" or "dup" or "remove" or "rm")
                when !Has("--no-confirm", "--non-interactive", "--dry-run") && !HasShort('y') && !HasShort('n') => "-y",
            ("dnf" or "yum" or "microdnf" or "tdnf", "install" or "update" or "upgrade" or "remove" or "groupinstall")
                when !Has("--assumeyes", "--assumeno", "--downloadonly") && !HasShort('y') => "-y",
            _ => null,
        };

        bool Has(params string[] options) => words.Any(word => options.Contains(word, StringComparer.Ordinal));

        bool HasShort(char letter) => words.Any(word => word is ['-', not '-', ..] && word.Contains(letter, StringComparison.Ordinal));

        bool HasTwice(char letter) => words.Sum(word => word is ['-', not '-', ..] ? word.Count(other => other == letter) : 0) >= 2;
    }
}
