using System.Text;
using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.Settings;

/// <summary>The cloud-config file that tells a device where its upgrades come from.</summary>
internal static class UpgradeConfig
{
    /// <summary>Replaces the base tree's file of the same name.</summary>
    public const string Path = "/system/oem/02_upgrades.yaml";

    /// <summary>Writes it.</summary>
    public static string Write(UpgradeSettings settings)
    {
        List<YamlFields> files = [new YamlFields { { "path", "/etc/cos-upgrade-image" }, { "permissions", "0644" }, { "owner", "0" }, { "group", "0" }, { "content", WriteImage(settings) } }];
        if (!settings.Repositories.IsEmpty)
        {
            files.Add(new YamlFields { { "path", "/etc/luet/luet.yaml" }, { "permissions", "0644" }, { "owner", "0" }, { "group", "0" }, { "content", WriteRepositories(settings) } });
        }
        return YamlEmitter.Write(
            new YamlFields
            {
                { "name", "Where upgrades come from: written by the build" },
                { "stages", new YamlFields { { "initramfs", new List<YamlFields> { new() { { "name", "Upgrades" }, { "files", files } } } } } },
            },
            YamlLayout.Wide);
    }

    private static string WriteImage(UpgradeSettings settings)
    {
        StringBuilder text = new();
        if (settings.Image.Length > 0)
        {
            text.Append("UPGRADE_IMAGE=").Append(settings.Image).Append('\n');
        }
        bool channel = settings.Channel.Length > 0 ? settings.Channel == "true" : IsPackage(settings.Image);
        text.Append("CHANNEL_UPGRADES=").Append(channel ? "true" : "false").Append('\n');
        text.Append("VERIFY=").Append(settings.Verify.Length > 0 ? settings.Verify : "true").Append('\n');
        if (settings.RecoveryImage.Length > 0)
        {
            text.Append("RECOVERY_IMAGE=").Append(settings.RecoveryImage).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>A package is category/name; an image has a registry or a tag before or after its name.</summary>
    private static bool IsPackage(string image) =>
        image.Count(letter => letter == '/') == 1 && image.AsSpan().IndexOfAny(':', '.') < 0 && !image.Contains('@', StringComparison.Ordinal);

    private static string WriteRepositories(UpgradeSettings settings) => YamlEmitter.Write(
        new YamlFields { { "repositories", settings.Repositories.Select((address, index) => Repository(address, index + 1)).ToList() } }, YamlLayout.Wide);

    private static YamlFields Repository(string address, int number) => new()
    {
        { "name", $"upgrades-{number}" },
        { "type", address.StartsWith("http://", StringComparison.Ordinal) || address.StartsWith("https://", StringComparison.Ordinal) ? "http" : address.StartsWith('/') ? "disk" : "docker" },
        { "enable", true },
        { "cached", true },
        { "priority", number },
        { "urls", new List<string> { address } },
    };
}
