using Cos.Device.Running;
using Cos.Sdk.CloudConfig.Actions;

namespace Cos.Device.Metadata;

/// <summary>Fetches the user data of a machine, for later stages to run.</summary>
internal static class UserData
{
    private const string FileName = "user-data.yaml";

    /// <summary>Asks the providers in their order, and keeps the first answer as a cloud-config file that only root can read.</summary>
    public static async Task FetchAsync(Machine machine, FetchUserData action, CancellationToken cancellationToken)
    {
        List<string> reasons = [];
        foreach (string provider in action.Providers)
        {
            try
            {
                if (await ReadAsync(machine, provider, cancellationToken).ConfigureAwait(false) is { Length: > 0 } content)
                {
                    machine.WriteFile($"{action.Path.TrimEnd('/')}/{FileName}", content, "0600", null);
                    return;
                }
                reasons.Add($"{provider}: no user data");
            }
            catch (DeviceException failure)
            {
                reasons.Add($"{provider}: {failure.Message}");
            }
        }
        throw new DeviceException($"no provider has user data ({string.Join("; ", reasons)})");
    }

    private static Task<byte[]> ReadAsync(Machine machine, string provider, CancellationToken cancellationToken) => provider switch
    {
        "cdrom" => Medium.ReadAsync(machine, cancellationToken),
        "file" => Task.FromResult(ReadFile(machine)),
        _ => CloudService.ReadAsync(provider, cancellationToken),
    };

    private static byte[] ReadFile(Machine machine)
    {
        foreach (string path in new[] { "/config/user-data", "/config/userdata", "/run/config/userdata" })
        {
            if (File.Exists(machine.PathOf(path)))
            {
                return File.ReadAllBytes(machine.PathOf(path));
            }
        }
        throw new DeviceException("there is no /config/user-data");
    }
}
