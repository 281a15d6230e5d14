using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Cos.Sdk.Engine;

/// <summary>
/// Names the process that something in an engine was made for, so that a later process can tell whether that one still lives. A mark is
/// <c>MACHINE-PROCESS-START</c>; MACHINE stands for one boot of one machine and one space of process numbers, since engines may be shared.
/// </summary>
internal static class OwnerMark
{
    private const string Unknown = "unknown";

    private static readonly string Machine = ReadMachine();

    /// <summary>The mark of this process.</summary>
    public static string Current { get; } =
        $"{Machine}-{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}-{StartOf(Environment.ProcessId) ?? "0"}";

    /// <summary>Whether the process of a mark has ended for certain. False for one of another machine, another boot or another container.</summary>
    public static bool IsDead(string mark)
    {
        string[] parts = mark.Split('-');
        return parts.Length == 3 && parts[0] == Machine && Machine != Unknown
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int process)
            && StartOf(process) != parts[2];
    }

    private static string ReadMachine()
    {
        try
        {
            if (OperatingSystem.IsLinux() && new FileInfo("/proc/self/ns/pid").LinkTarget is { } space)
            {
                string boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
                return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{boot} {space}")))[..16];
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Without it nothing is taken for dead.
        }
        return Unknown;
    }

    /// <summary>When a process began, in ticks since the boot; null when there is none.</summary>
    private static string? StartOf(int process)
    {
        try
        {
            string status = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
            // The second field, the name, may hold blanks and parentheses.
            return status[(status.LastIndexOf(')') + 2)..].Split(' ')[19];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or IndexOutOfRangeException)
        {
            return null;
        }
    }
}
