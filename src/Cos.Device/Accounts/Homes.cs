using Cos.Device.Running;
using Cos.Sdk.CloudConfig.Actions;

namespace Cos.Device.Accounts;

/// <summary>Makes the home of a new user.</summary>
internal static class Homes
{
    private const string Skeleton = "/etc/skel";

    /// <summary>Makes the directory with what /etc/skel has; a home that is there is left alone.</summary>
    /// <param name="machine">The system.</param>
    /// <param name="user">The user's record of passwd.</param>
    public static void Create(Machine machine, string[] user)
    {
        string home = user[5];
        if (Directory.Exists(machine.PathOf(home)))
        {
            return;
        }
        FileOwner owner = new(user[2], user[3]);
        machine.MakeDirectory(home, "0700", owner);
        string skeleton = machine.PathOf(Skeleton);
        if (!Directory.Exists(skeleton))
        {
            return;
        }
        foreach (FileInfo file in new DirectoryInfo(skeleton).EnumerateFiles("*", new EnumerationOptions { AttributesToSkip = 0, RecurseSubdirectories = true }))
        {
            if (file.LinkTarget is null)
            {
                string path = $"{home}/{Path.GetRelativePath(skeleton, file.FullName)}";
                if (Path.GetDirectoryName(path) is { } folder && folder != home)
                {
                    machine.MakeDirectory(folder, "0755", owner);
                }
                machine.WriteFile(path, File.ReadAllBytes(file.FullName), "0644", owner);
            }
        }
    }
}
