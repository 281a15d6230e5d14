using System.Collections.Immutable;

namespace Cos.Sdk.Tools;

/// <summary>What the host's programs are found and run with.</summary>
internal sealed record HostToolOptions
{
    /// <summary>Variables that change what a tool writes; each run says them itself where it wants them.</summary>
    private static readonly ImmutableHashSet<string> Withheld = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "SOURCE_DATE_EPOCH", "LANG", "LANGUAGE", "TZ", "MTOOLSRC", "MTOOLS_SKIP_CHECK", "MTOOLS_FAT_COMPATIBILITY", "MTOOLS_LOWER_CASE",
        "MTOOLS_NO_VFAT", "MTOOLS_DOTTED_DIR", "MTOOLS_NAME_NUMERIC_TAIL", "MTOOLS_TWENTY_FOUR_HOUR_CLOCK", "MTOOLS_DATE_STRING", "XZ_OPT", "XZ_DEFAULTS");

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
            if (!Withheld.Contains(name) && !name.StartsWith("LC_", StringComparison.Ordinal))
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

    private static IEnumerable<string> SplitPath(string path) =>
        path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Where(Path.IsPathFullyQualified);
}
