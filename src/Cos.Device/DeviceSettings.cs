using System.Collections.Immutable;
using System.Globalization;
using Cos.Device.Running;

namespace Cos.Device;

/// <summary>What <c>/etc/cos/config</c> and <c>/etc/cos-upgrade-image</c> say. They are shell scripts that assign variables; the second is read last.</summary>
internal sealed class DeviceSettings
{
    private const string ConfigFile = "/etc/cos/config";

    private const string UpgradeFile = "/etc/cos-upgrade-image";

    private static readonly string[] Names =
    [
        "STATE_LABEL", "RECOVERY_LABEL", "OEM_LABEL", "PERSISTENT_LABEL", "GRUB_LABEL", "ACTIVE_LABEL", "PASSIVE_LABEL", "SYSTEM_LABEL",
        "DEFAULT_IMAGE_SIZE", "GRUB_SIZE", "OEM_SIZE", "STATE_SIZE", "RECOVERY_SIZE", "GRUB_ENTRY_NAME", "INSECURE_REGISTRIES",
        "UPGRADE_IMAGE", "CHANNEL_UPGRADES", "VERIFY", "RECOVERY_IMAGE", "DOWNLOADS",
    ];

    private readonly ImmutableDictionary<string, string> _values;

    private DeviceSettings(ImmutableDictionary<string, string> values) => _values = values;

    /// <summary>Label of the partition with the systems.</summary>
    public string StateLabel => Get("STATE_LABEL", "COS_STATE");

    /// <summary>Label of the partition with the recovery system.</summary>
    public string RecoveryLabel => Get("RECOVERY_LABEL", "COS_RECOVERY");

    /// <summary>Label of the partition with this machine's configuration.</summary>
    public string OemLabel => Get("OEM_LABEL", "COS_OEM");

    /// <summary>Label of the partition that persists.</summary>
    public string PersistentLabel => Get("PERSISTENT_LABEL", "COS_PERSISTENT");

    /// <summary>Label of the EFI system partition.</summary>
    public string GrubLabel => Get("GRUB_LABEL", "COS_GRUB");

    /// <summary>Label of the active system's image.</summary>
    public string ActiveLabel => Get("ACTIVE_LABEL", "COS_ACTIVE");

    /// <summary>Label of the passive system's image.</summary>
    public string PassiveLabel => Get("PASSIVE_LABEL", "COS_PASSIVE");

    /// <summary>Label of a recovery system that is no squashfs.</summary>
    public string SystemLabel => Get("SYSTEM_LABEL", "COS_SYSTEM");

    /// <summary>MiB of a system's image; null when nothing says it.</summary>
    public long? ImageSize => Number("DEFAULT_IMAGE_SIZE");

    /// <summary>MiB of the EFI system partition.</summary>
    public long? GrubSize => Number("GRUB_SIZE");

    /// <summary>MiB of the partition with this machine's configuration.</summary>
    public long? OemSize => Number("OEM_SIZE");

    /// <summary>MiB of the partition with the systems.</summary>
    public long? StateSize => Number("STATE_SIZE");

    /// <summary>MiB of the partition with the recovery system.</summary>
    public long? RecoverySize => Number("RECOVERY_SIZE");

    /// <summary>Title of the boot menu's first entry; empty to take it from os-release.</summary>
    public string EntryName => Get("GRUB_ENTRY_NAME", "");

    /// <summary>Registries that are spoken to without encryption.</summary>
    public ImmutableArray<string> PlainRegistries => [.. Get("INSECURE_REGISTRIES", "").Split([' ', ',', '\n'], StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>The package or image that upgrades bring.</summary>
    public string UpgradeImage => Get("UPGRADE_IMAGE", "");

    /// <summary>The package or image that upgrades of recovery bring.</summary>
    public string RecoveryImage => Get("RECOVERY_IMAGE", UpgradeImage);

    /// <summary>Whether upgrades are packages of repositories.</summary>
    public bool FromChannel => Get("CHANNEL_UPGRADES", "true") == "true";

    /// <summary>Whether signatures are checked.</summary>
    public bool Verify => Get("VERIFY", "true") != "false";

    /// <summary>Where archives are kept while they are installed; empty for the usual place.</summary>
    public string Downloads => Get("DOWNLOADS", "");

    /// <summary>Reads the files of a system; one that is missing says nothing.</summary>
    public static async Task<DeviceSettings> ReadAsync(Machine machine, CancellationToken cancellationToken)
    {
        const string Script = """
            for file in "$1" "$2"; do if [ -r "$file" ]; then . "$file"; fi; done >&2
            shift 2
            for name in "$@"; do eval "printf '%s=%s\\0' \"\$name\" \"\${$name-}\""; done
            """;
        string text = await Programs.ReadAsync(machine, "/bin/sh", ["-c", Script, "sh", ConfigFile, UpgradeFile, .. Names], cancellationToken).ConfigureAwait(false);
        return new DeviceSettings(text.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('=', 2)).Where(pair => pair is [_, { Length: > 0 }])
            .ToImmutableDictionary(pair => pair[0], pair => pair[1]));
    }

    private string Get(string name, string otherwise) => _values.GetValueOrDefault(name, otherwise);

    private long? Number(string name) => Get(name, "") is not { Length: > 0 } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number is > 0 and < 1 << 30 ? number
        : throw new DeviceException($"{name}={text} is no size in MiB; see {ConfigFile}");
}
