using System.Collections.Immutable;
using Cos.Sdk.CloudConfig.Actions;
using Cos.Sdk.Trees;

namespace Cos.Sdk.CloudConfig.Reading;

/// <summary>Reads what concerns names and fetching: <c>dns</c>, <c>hostname</c>, <c>downloads</c>, <c>git</c>, <c>datasource</c>.</summary>
internal static class NetworkKeys
{
    private const int DefaultTimeoutSeconds = 60;

    private const string DefaultUserDataFolder = "/oem";

    private static readonly ImmutableArray<string> Providers =
        ["aws", "azure", "gcp", "openstack", "digitalocean", "hetzner", "packet", "scaleway", "vultr", "cdrom", "file"];

    public static IEnumerable<StepAction> ReadResolver(ConfigFields step)
    {
        if (step.Section("dns", ["nameservers", "search", "options", "path"]) is { } dns && dns.PathOr("path", "/etc/resolv.conf") is { } path)
        {
            SetResolver resolver = new(path, dns.Texts("nameservers"), dns.Texts("search"), dns.Texts("options"));
            if (resolver.Nameservers.Length + resolver.Search.Length + resolver.Options.Length > 0)
            {
                yield return resolver;
            }
        }
    }

    public static IEnumerable<StepAction> ReadHostname(ConfigFields step)
    {
        if (step.Checked("hostname", step.Text("hostname"), Rules.IsHost, Rules.Host) is { } name)
        {
            yield return new SetHostname(name);
        }
    }

    public static IEnumerable<StepAction> ReadDownloads(ConfigFields step)
    {
        foreach (ConfigFields entry in step.Entries("downloads", ["url", "path", "permissions", "owner", "group", "owner_string", "timeout"]))
        {
            if (entry.Require("url") is { } url
                && entry.Checked("url", url, Rules.IsUrl, Rules.Url) is not null
                && entry.RequirePath("path") is { } path
                && entry.Mode("permissions", FileKeys.DefaultFileMode) is { } mode
                && entry.Owner() is { } owner)
            {
                int timeout = (int)Math.Min(entry.Number("timeout") ?? 0, 86_400);
                yield return new Download(url, path, mode, owner, timeout == 0 ? DefaultTimeoutSeconds : timeout);
            }
        }
    }

    public static IEnumerable<StepAction> ReadGit(ConfigFields step)
    {
        if (step.Section("git", ["url", "path", "branch", "branch_only", "auth"]) is { } git
            && git.Require("url") is { } url
            && git.RequirePath("path") is { } path
            && git.Checked("url", url, IsGitUrl, "an address of a repository that does not begin with '-'") is not null
            && git.Checked("branch", git.Text("branch"), branch => !branch.StartsWith('-'), "the name of a branch") is { } branch)
        {
            ConfigFields? auth = git.Section("auth", ["username", "password", "private_key", "public_key", "insecure"]);
            yield return new CloneRepository(url, path, branch, git.Flag("branch_only"), auth is null ? null
                : new GitAuthentication(auth.Text("username"), auth.Text("password"), auth.Text("private_key"), auth.Flag("insecure")));
        }
    }

    public static IEnumerable<StepAction> ReadDatasource(ConfigFields step)
    {
        if (step.Section("datasource", ["providers", "path"]) is not { } source || source.PathOr("path", DefaultUserDataFolder) is not { } path)
        {
            yield break;
        }
        ImmutableArray<string>.Builder providers = ImmutableArray.CreateBuilder<string>();
        foreach ((string name, Diagnostics.SourceLocation location) in source.LocatedTexts("providers"))
        {
            if (Providers.Contains(name))
            {
                providers.Add(name);
                continue;
            }
            string hint = Spelling.FindNearest(name, Providers) is { } near ? $"'{near}', perhaps; known are " : "one of ";
            source.Diagnostics.Add(Diagnostics.CloudConfigDiagnostics.InvalidValue(location, name, "providers", hint + string.Join(", ", Providers)));
        }
        if (providers.Count > 0)
        {
            yield return new FetchUserData(providers.ToImmutable(), path);
        }
    }

    private static bool IsGitUrl(string url) => !url.StartsWith('-') && url.AsSpan().IndexOfAny('\n', '\0') < 0;
}
