using System.Collections.Immutable;

namespace Cos.Sdk.Tools;

/// <summary>What the host's programs are found and run with.</summary>
internal sealed record HostToolOptions
{
    /// <summary>What programs need to reach their files and the network. Nothing else of the caller's environment can change what they write.</summary>
    private static readonly ImmutableHashSet<string> Passed = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "TMP", "TEMP", "XDG_RUNTIME_DIR", "LD_LIBRARY_PATH", "SSL_CERT_FILE", "SSL_CERT_DIR",
        "http_proxy", "https_proxy", "ftp_proxy", "all_proxy", "no_proxy", "SYSTEMROOT", "WINDIR", "PATHEXT");

    /// <summary>Administrators' programs that are not on every user's PATH.</summary>
    private static readonly ImmutableArray<string> SystemFolders = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

    private HostToolOptions(ImmutableArray<string> folders, ImmutableSortedDictionary<string, string> environment)
    {
        SearchFolders = folders;
        Environment = environment;
    }

    /// <summary>Folders to look in, in order.</summary>
    public ImmutableArray<string> SearchFolders { get; }

    /// <summary>The environment of every run; locale and time zone are fixed.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; }

    /// <summary>Takes the caller's environment, PATH included.</summary>
    public static HostToolOptions Create(IEnumerable<KeyValuePair<string, string>> environment) =>
        Create(environment, OperatingSystem.IsWindows() ? [] : SystemFolders);

    /// <summary>Takes the caller's environment; <paramref name="systemFolders"/> follow the folders of its PATH.</summary>
    public static HostToolOptions Create(IEnumerable<KeyValuePair<string, string>> environment, ImmutableArray<string> systemFolders)
    {
        ImmutableSortedDictionary<string, string>.Builder variables = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach ((string name, string value) in environment)
        {
            if (Passed.Contains(name))
            {
                variables[name] = value;
            }
        }
        ImmutableArray<string> folders = [.. SplitPath(variables.GetValueOrDefault("PATH", "")).Concat(systemFolders).Distinct(StringComparer.Ordinal)];
        variables["PATH"] = string.Join(Path.PathSeparator, folders);
        variables["LC_ALL"] = "C.UTF-8";
        variables["TZ"] = "UTC0";
        return new HostToolOptions(folders, variables.ToImmutable());
    }

    /// <summary>The first program of that name in the search folders; null when there is none.</summary>
    public string? FindExecutable(string name)
    {
        ImmutableArray<string> names = OperatingSystem.IsWindows() ? [name + ".exe", name] : [name];
        return SearchFolders
            .SelectMany(folder => names.Select(candidate => Path.Combine(folder, candidate)))
            .FirstOrDefault(IsExecutable);
    }

    private static bool IsExecutable(string path)
    {
        const UnixFileMode execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & execute) != 0);
    }

    private static IEnumerable<string> SplitPath(string path) =>
        path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Where(Path.IsPathFullyQualified);
}
