using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Cos.Device.Running;
using Cos.Sdk.Registry;
using Cos.Sdk.Repositories;
using Cos.Sdk.Trust;

namespace Cos.Device.Sources;

/// <summary>Finds where a system is to come from, as settings and arguments say.</summary>
internal static class SourceChoice
{
    private const string Keys = "/etc/cos/keys";

    private const string Repositories = "/etc/luet/luet.yaml";

    private const string PersistentDownloads = "/usr/local/.cos/downloads";

    /// <summary>This machine's, as OCI names it.</summary>
    private static readonly ImagePlatform Platform = new()
    {
        Os = "linux",
        Architecture = RuntimeInformation.OSArchitecture switch { Architecture.Arm64 => "arm64", Architecture.X64 => "amd64", var other => other.ToString().ToLowerInvariant() },
    };

    /// <summary>A folder, an image or a package.</summary>
    /// <param name="machine">This machine.</param>
    /// <param name="settings">What the configuration says.</param>
    /// <param name="line">Arguments: <c>--directory</c>, <c>--docker-image</c>, <c>--no-verify</c>.</param>
    /// <param name="configured">The package or image when the arguments name none.</param>
    /// <param name="present">A tree whose files need not be fetched; empty for none.</param>
    /// <param name="output">Takes what is doubtful.</param>
    public static ISystemSource Of(Machine machine, DeviceSettings settings, CommandLine line, string configured, string present, TextWriter output)
    {
        if (line.Get("--directory") is { Length: > 0 } folder)
        {
            string path = Path.GetFullPath(folder, Environment.GetEnvironmentVariable("PWD") ?? "/");
            return Directory.Exists(path) ? new FolderSource(machine, path) : throw new DeviceException($"there is no folder {path}");
        }
        string image = line.Get("--docker-image");
        bool isPackage = image.Length == 0 && settings.FromChannel;
        string wanted = image.Length > 0 ? image : configured;
        if (wanted.Length == 0)
        {
            throw new DeviceException("nothing says where upgrades come from; set UPGRADE_IMAGE in /etc/cos-upgrade-image, or call with --docker-image or --directory");
        }
        ImmutableArray<VerificationKey> keys = settings.Verify && !line.Has("--no-verify") ? ReadKeys(machine) : [];
        if (keys.IsEmpty)
        {
            output.WriteLine($"signatures are not checked: {(settings.Verify && !line.Has("--no-verify") ? $"there is no key in {Keys}" : "the settings say so")}");
        }
        RegistrySettings registries = new(
            new RegistryOptions { PlainRegistries = [.. settings.PlainRegistries] }, new StoredCredentials(Variables(), Environment.GetEnvironmentVariable("HOME") ?? "/root"), Platform);
        LayerReuse reuse = new(present, Platform, output);
        return isPackage
            ? new ChannelSource(wanted, machine.PathOf(Repositories), registries, keys, DownloadsOf(settings), reuse)
            : new ImageSource(new RegistryClient(registries.Options, registries.Credentials), ImageReference.Parse(wanted), Platform, keys, new LayerWriter(reuse, output));
    }

    /// <summary>Where archives are kept while they are installed.</summary>
    public static string DownloadsOf(DeviceSettings settings) => settings.Downloads.Length > 0 ? settings.Downloads
        : Images.MountTable.IsMountPoint("/usr/local") ? PersistentDownloads
        : "/run/cos/downloads";

    private static ImmutableArray<VerificationKey> ReadKeys(Machine machine)
    {
        string folder = machine.PathOf(Keys);
        KeyFile reader = new(path => path, Variables());
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*.pub").Order(StringComparer.Ordinal).SelectMany(file => reader.ReadVerificationKeys(file))]
            : [];
    }

    private static Dictionary<string, string> Variables() => Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
        .ToDictionary(pair => (string)pair.Key, pair => (string?)pair.Value ?? "", StringComparer.Ordinal);
}
