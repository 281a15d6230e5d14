using System.Text;
using Cos.Device.Running;
using Cos.Sdk.CloudConfig.Actions;
using Cos.Sdk.CloudConfig.Reading;

namespace Cos.Device.Accounts;

/// <summary>Adds keys to a user's authorized_keys.</summary>
internal static class AuthorizedKeys
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Adds those that are not there; those of accounts elsewhere are fetched.</summary>
    public static async Task AddAsync(Machine machine, AuthorizeKeys action, CancellationToken cancellationToken)
    {
        List<string> keys = [];
        foreach (string key in action.Keys)
        {
            keys.AddRange(AccountAddress(key) is { } address
                ? Parse(await Web.ReadAsync(address, Timeout, [], cancellationToken).ConfigureAwait(false))
                : [key]);
        }
        string[] user = AccountFile.Open(machine, AccountKind.User).Find(action.User) ?? throw new DeviceException($"there is no user {action.User}");
        FileOwner owner = new(user[2], user[3]);
        string folder = $"{user[5].TrimEnd('/')}/.ssh";
        string file = folder + "/authorized_keys";
        List<string> lines = [.. machine.ReadText(file).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        lines.AddRange(keys.Where(key => !lines.Contains(key)).Distinct());
        machine.MakeDirectory(folder, "0700", owner);
        machine.WriteFile(file, Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))), "0600", owner);
    }

    /// <summary>Where the keys of an account are published. The environment names other places, for mirrors.</summary>
    private static Uri? AccountAddress(string key) => key.Split(':', 2) switch
    {
        ["github", var name] => new Uri(Base("COS_GITHUB_URL", "https://github.com") + $"/{name}.keys"),
        ["gitlab", var name] => new Uri(Base("COS_GITLAB_URL", "https://gitlab.com") + $"/{name}.keys"),
        _ => null,
    };

    private static string Base(string variable, string usual) => (Environment.GetEnvironmentVariable(variable) ?? usual).TrimEnd('/');

    /// <summary>The lines of an answer that are keys, whatever else a server may send.</summary>
    private static IEnumerable<string> Parse(byte[] answer) => Encoding.UTF8.GetString(answer)
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Where(line => line.StartsWith("ssh-", StringComparison.Ordinal) || line.StartsWith("ecdsa-", StringComparison.Ordinal) || line.StartsWith("sk-", StringComparison.Ordinal))
        .Where(Rules.IsPublicKey);
}
