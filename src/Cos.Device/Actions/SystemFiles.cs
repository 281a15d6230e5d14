using System.Text;
using Cos.Device.Running;
using Cos.Sdk.CloudConfig.Actions;

namespace Cos.Device.Actions;

/// <summary>Writes kernel parameters, environment files and time servers.</summary>
internal static class SystemFiles
{
    private static readonly System.Buffers.SearchValues<char> Plain =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:,+@%=");

    /// <summary>Sets a kernel parameter.</summary>
    public static void WriteParameter(Machine machine, SetKernelParameter parameter)
    {
        // As sysctl has it: the first separator tells which of the two it is.
        int first = parameter.Key.AsSpan().IndexOfAny('.', '/');
        string path = first >= 0 && parameter.Key[first] == '/'
            ? parameter.Key
            : string.Concat(parameter.Key.Select(letter => letter switch { '.' => '/', '/' => '.', _ => letter }));
        string file = machine.PathOf("/proc/sys/" + path);
        if (!File.Exists(file))
        {
            throw new DeviceException($"there is no kernel parameter {parameter.Key}");
        }
        File.WriteAllText(file, parameter.Value + "\n");
    }

    /// <summary>Sets variables; the file's other lines stay.</summary>
    public static void WriteEnvironment(Machine machine, SetEnvironment environment)
    {
        List<string> lines = [.. machine.ReadText(environment.Path).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        foreach ((string name, string value) in environment.Variables)
        {
            string line = $"{name}={Quote(value)}";
            int known = lines.FindIndex(entry => entry.StartsWith(name + "=", StringComparison.Ordinal));
            if (known >= 0)
            {
                lines[known] = line;
            }
            else
            {
                lines.Add(line);
            }
        }
        machine.WriteFile(environment.Path, Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))), "0644", null);
    }

    /// <summary>Writes the configuration of systemd-timesyncd.</summary>
    public static void WriteTimeServers(Machine machine, SetTimeServers servers)
    {
        StringBuilder text = new("[Time]\n");
        foreach ((string key, string value) in servers.Settings)
        {
            text.Append(key).Append('=').Append(value).Append('\n');
        }
        machine.WriteFile("/etc/systemd/timesyncd.conf", Encoding.UTF8.GetBytes(text.ToString()), "0644", null);
    }

    /// <summary>As shells and systemd read it.</summary>
    private static string Quote(string value) => value.Length > 0 && !value.AsSpan().ContainsAnyExcept(Plain)
        ? value
        : $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("$", "\\$", StringComparison.Ordinal).Replace("`", "\\`", StringComparison.Ordinal)}\"";
}
