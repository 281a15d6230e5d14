using System.Text;
using Cos.Device.Running;
using Cos.Sdk.CloudConfig.Actions;

namespace Cos.Device.Actions;

/// <summary>Writes the resolver's configuration and the host's name.</summary>
internal static class NetworkFiles
{
    private const string HostsFile = "/etc/hosts";

    /// <summary>The address that Debian gives to the name of a host without a fixed one.</summary>
    private const string HostAddress = "127.0.1.1";

    /// <summary>Writes the resolver's configuration.</summary>
    public static void WriteResolver(Machine machine, SetResolver resolver)
    {
        StringBuilder text = new();
        foreach (string server in resolver.Nameservers)
        {
            text.Append("nameserver ").Append(server).Append('\n');
        }
        if (resolver.Search.Length > 0)
        {
            text.Append("search ").AppendJoin(' ', resolver.Search).Append('\n');
        }
        if (resolver.Options.Length > 0)
        {
            text.Append("options ").AppendJoin(' ', resolver.Options).Append('\n');
        }
        machine.WriteFile(resolver.Path, Encoding.UTF8.GetBytes(text.ToString()), "0644", null);
    }

    /// <summary>Names the host: now, in /etc/hostname and in /etc/hosts.</summary>
    public static void WriteHostname(Machine machine, string name)
    {
        machine.WriteFile("/etc/hostname", Encoding.UTF8.GetBytes(name + "\n"), "0644", null);
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        string line = $"{HostAddress}\t{name}{(dot > 0 ? " " + name[..dot] : "")}";
        List<string> lines = [.. machine.ReadText(HostsFile).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        int known = lines.FindIndex(entry => entry.Split([' ', '\t'], 2)[0] == HostAddress);
        if (known >= 0)
        {
            lines[known] = line;
        }
        else
        {
            lines.Add(line);
        }
        if (!lines.Exists(entry => entry.Split([' ', '\t'], 2)[0] == "127.0.0.1"))
        {
            lines.Insert(0, "127.0.0.1\tlocalhost");
        }
        machine.WriteFile(HostsFile, Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"), "0644", null);
        if (machine.IsRunning)
        {
            File.WriteAllText("/proc/sys/kernel/hostname", name);
        }
    }
}
