using System.Collections.Immutable;
using System.Globalization;

namespace Cos.Sdk.Running;

/// <summary>A port of this machine's loopback that leads to a port of the guest.</summary>
/// <param name="Host">1 to 65535; 0 for a free one, chosen when the machine starts.</param>
/// <param name="Guest">1 to 65535.</param>
public readonly record struct PortForward(int Host, int Guest)
{
    /// <summary>Reads <c>8090:80;2222:22</c>; one number is both ports. Separated by semicolons, commas or blanks.</summary>
    /// <returns>False when an entry is none.</returns>
    public static bool TryParseAll(string text, out ImmutableArray<PortForward> ports)
    {
        ImmutableArray<PortForward>.Builder found = ImmutableArray.CreateBuilder<PortForward>();
        foreach (string entry in text.Split([';', ',', ' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = entry.Split(':');
            if (parts.Length > 2 || !TryParse(parts[0], out int host) || !TryParse(parts[^1], out int guest))
            {
                ports = [];
                return false;
            }
            found.Add(new PortForward(host, guest));
        }
        ports = found.ToImmutable();
        return true;
    }

    private static bool TryParse(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and < 65536;
}
