using System.Collections.Immutable;
using System.Text.Json;
using Cos.Sdk.CloudConfig.Actions;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Files;
using Cos.Sdk.Settings;
using Microsoft.Build.Framework;

namespace Cos.Sdk.Tasks;

/// <summary>Checks the settings of the running system, and writes the steps that they become, only when they differ.</summary>
[MSBuildMultiThreadableTask]
public sealed class WriteSettings : CosTask
{
    private static readonly (string Metadata, string Key)[] UserTexts =
    [
        ("Password", "passwd"), ("Gecos", "gecos"), ("Home", "homedir"), ("Shell", "shell"), ("PrimaryGroup", "primary_group"), ("Uid", "uid"),
    ];

    /// <summary>A package or an image.</summary>
    public string UpgradeImage { get; set; } = "";

    /// <summary><c>true</c> when the image is a package of the repositories.</summary>
    public string UpgradeChannel { get; set; } = "";

    /// <summary>Addresses of repositories, separated by semicolons.</summary>
    public string UpgradeRepository { get; set; } = "";

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public string VerifyUpgrades { get; set; } = "";

    /// <summary>A package or an image.</summary>
    public string RecoveryImage { get; set; } = "";

    /// <summary>The host's name.</summary>
    public string Hostname { get; set; } = "";

    /// <summary>Cloud-config files.</summary>
    public ITaskItem[] Oem { get; set; } = [];

    /// <summary>Kernel arguments. Metadata: Boot, <c>active</c>, <c>passive</c> or <c>recovery</c>.</summary>
    public ITaskItem[] KernelArguments { get; set; } = [];

    /// <summary>Files. Metadata: TargetPath, Permissions, Owner.</summary>
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>Accounts. Metadata: Password, Gecos, Home, Shell, PrimaryGroup, Uid, Groups, SshKeys, System.</summary>
    public ITaskItem[] Users { get; set; } = [];

    /// <summary>The package that the settings concern.</summary>
    public string SystemPackage { get; set; } = "";

    /// <summary>The file of steps.</summary>
    [Required]
    public string SettingsFile { get; set; } = "";

    /// <inheritdoc />
    private protected override Task ExecuteAsync(CancellationToken cancellationToken)
    {
        SourceLocation project = new(ProjectPath);
        if (SystemPackage.Trim().Length == 0)
        {
            throw new CosException(SettingsDiagnostics.NoSystem(project, "A setting of the running system"));
        }
        ImmutableArray<GeneratedFile> files = SettingsFiles.Create(Read(project), ProjectPath, Diagnostics);
        Diagnostics.ThrowIfErrors();
        AtomicFile.WriteIfDifferent(PathOf(SettingsFile), JsonSerializer.Serialize(SettingsSteps.Write(files).ToArray()) + "\n");
        return Task.CompletedTask;
    }

    private SystemSettings Read(SourceLocation project) => new()
    {
        Upgrades = new UpgradeSettings
        {
            Image = OneWord(UpgradeImage, "CosUpgradeImage", project),
            Channel = Flag(UpgradeChannel, "CosUpgradeChannel", project),
            Repositories = [.. Split(UpgradeRepository).Select(address => OneWord(address, "CosUpgradeRepository", project))],
            Verify = Flag(VerifyUpgrades, "CosVerifyUpgrades", project),
            RecoveryImage = OneWord(RecoveryImage, "CosRecoveryImage", project),
        },
        Hostname = Hostname.Trim(),
        Oem = [.. Oem.Select(PathOf)],
        KernelArguments = [.. KernelArguments.Select(item => ReadArgument(item, project))],
        Files = [.. Files.Select(item => new SystemFile(PathOf(item), item.GetMetadata("TargetPath"), item.GetMetadata("Permissions"), item.GetMetadata("Owner")))],
        Users = [.. Users.Select(item => ReadUser(item, project))],
    };

    private KernelArgument ReadArgument(ITaskItem item, SourceLocation project)
    {
        string boot = item.GetMetadata("Boot").ToLowerInvariant();
        if (boot.Length > 0 && !BootArguments.Boots.Contains(boot))
        {
            Diagnostics.Add(SettingsDiagnostics.InvalidSetting(project, boot, $"Boot of the kernel argument {item.ItemSpec}", string.Join(", ", BootArguments.Boots) + " or nothing"));
        }
        if (!BootArguments.IsPlain(item.ItemSpec))
        {
            Diagnostics.Add(SettingsDiagnostics.InvalidSetting(project, item.ItemSpec, "CosKernelArgument", "an argument without quotes, $, backslashes, braces and semicolons"));
        }
        return new KernelArgument(item.ItemSpec, boot);
    }

    private SystemUser ReadUser(ITaskItem item, SourceLocation project)
    {
        // Steps are for everybody to read: plan, Dockerfile and image.
        if (PasswordForms.Of(item.GetMetadata("Password")) == PasswordForms.Clear)
        {
            Diagnostics.Add(SettingsDiagnostics.InvalidSetting(project, "…", $"Password of {item.ItemSpec}", "a hash, such as openssl passwd -6 gives"));
        }
        return ToUser(item);
    }

    private static SystemUser ToUser(ITaskItem item) => new(
        item.ItemSpec,
        UserTexts.Where(text => item.GetMetadata(text.Metadata).Length > 0).ToImmutableSortedDictionary(text => text.Key, text => item.GetMetadata(text.Metadata), StringComparer.Ordinal),
        [.. Split(item.GetMetadata("Groups"))],
        [.. Split(item.GetMetadata("SshKeys"))],
        item.GetMetadata("System").Equals("true", StringComparison.OrdinalIgnoreCase));

    private static string[] Split(string list) => list.Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private string Flag(string text, string name, SourceLocation project)
    {
        string flag = text.Trim().ToLowerInvariant();
        if (flag is not ("" or "true" or "false"))
        {
            Diagnostics.Add(SettingsDiagnostics.InvalidSetting(project, text, name, "true or false"));
        }
        return flag;
    }

    /// <summary>The file that takes it is sourced by shells.</summary>
    private string OneWord(string text, string name, SourceLocation project)
    {
        string word = text.Trim();
        if (word.Any(letter => !char.IsAsciiLetterOrDigit(letter) && !"_-./:@+%~=,".Contains(letter, StringComparison.Ordinal)))
        {
            Diagnostics.Add(SettingsDiagnostics.InvalidSetting(project, text, name, "a package, an image or an address without blanks and quotes"));
        }
        return word;
    }
}
