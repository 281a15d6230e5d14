using Cos.Device.Running;

namespace Cos.Device.Metadata;

/// <summary>User data on a CD or disk that is labelled for it.</summary>
internal static class Medium
{
    private const string MountPoint = "/run/cos/metadata";

    private static readonly (string Label, string[] Files)[] Kinds =
    [
        ("cidata", ["user-data"]),
        ("CIDATA", ["user-data"]),
        ("config-2", ["openstack/latest/user_data"]),
    ];

    /// <summary>The user data of the first labelled medium.</summary>
    public static async Task<byte[]> ReadAsync(Machine machine, CancellationToken cancellationToken)
    {
        foreach ((string label, string[] files) in Kinds)
        {
            string device = "/dev/disk/by-label/" + label;
            if (!File.Exists(machine.PathOf(device)))
            {
                continue;
            }
            machine.MakeDirectory(MountPoint, "0700", null);
            await machine.RunAsync("mount", ["-o", "ro", device, MountPoint], cancellationToken).ConfigureAwait(false);
            try
            {
                foreach (string file in files.Select(file => machine.PathOf($"{MountPoint}/{file}")).Where(File.Exists))
                {
                    return await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false);
                }
            }
            finally
            {
                await machine.RunAsync("umount", [MountPoint], CancellationToken.None).ConfigureAwait(false);
            }
        }
        throw new DeviceException("there is no medium labelled cidata or config-2");
    }
}
