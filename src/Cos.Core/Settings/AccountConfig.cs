using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.Settings;

/// <summary>The cloud-config file with the host's name and its accounts.</summary>
internal static class AccountConfig
{
    /// <summary>After the files of the base tree, which number to 06.</summary>
    public const string Path = "/system/oem/07_settings.yaml";

    /// <summary>Writes it.</summary>
    public static string Write(SystemSettings settings)
    {
        YamlFields step = new() { { "name", "Name and accounts" } };
        if (settings.Hostname.Length > 0)
        {
            step.Add("hostname", settings.Hostname);
        }
        if (!settings.Users.IsEmpty)
        {
            YamlFields users = [];
            foreach (SystemUser user in settings.Users)
            {
                users.Add(user.Name, Fields(user));
            }
            step.Add("users", users);
        }
        return YamlEmitter.Write(
            new YamlFields
            {
                { "name", "Settings of the project: written by the build" },
                { "stages", new YamlFields { { "initramfs", new List<YamlFields> { step } } } },
            },
            YamlLayout.Wide);
    }

    private static YamlFields Fields(SystemUser user)
    {
        YamlFields fields = [];
        foreach ((string key, string value) in user.Texts)
        {
            fields.Add(key, value);
        }
        if (!user.Groups.IsEmpty)
        {
            fields.Add("groups", user.Groups.ToList());
        }
        if (!user.Keys.IsEmpty)
        {
            fields.Add("ssh_authorized_keys", user.Keys.ToList());
        }
        if (user.IsSystem)
        {
            fields.Add("system", true);
        }
        return fields;
    }
}
