using Cos.Device.Running;

namespace Cos.Device.Boot;

/// <summary>The title of a system in the boot menu.</summary>
internal static class EntryTitle
{
    /// <summary>Of a system: <c>GRUB_ENTRY_NAME</c> of /etc/os-release or /etc/cos/config, else the system's name; empty when nothing says any.</summary>
    public static string Of(Machine system, DeviceSettings settings)
    {
        string release = system.ReadText("/etc/os-release");
        return new[] { Value(release, "GRUB_ENTRY_NAME"), settings.EntryName, Value(release, "PRETTY_NAME"), Value(release, "NAME") }.FirstOrDefault(text => text.Length > 0, "");
    }

    private static string Value(string release, string name) => release.Split('\n')
        .Where(line => line.StartsWith(name + "=", StringComparison.Ordinal))
        .Select(line => line[(name.Length + 1)..].Trim().Trim('"', '\''))
        .LastOrDefault("");
}
