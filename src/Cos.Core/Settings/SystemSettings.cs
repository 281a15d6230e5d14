using System.Collections.Immutable;

namespace Cos.Sdk.Settings;

/// <summary>What a project file decides about its system while it runs.</summary>
internal sealed record SystemSettings
{
    /// <summary>Where upgrades come from.</summary>
    public UpgradeSettings Upgrades { get; init; } = new();

    /// <summary>The host's name; empty for none.</summary>
    public string Hostname { get; init; } = "";

    /// <summary>Cloud-config files for /system/oem: absolute paths.</summary>
    public ImmutableArray<string> Oem { get; init; } = [];

    /// <summary>Arguments of the kernel.</summary>
    public ImmutableArray<KernelArgument> KernelArguments { get; init; } = [];

    /// <summary>Files of the system.</summary>
    public ImmutableArray<SystemFile> Files { get; init; } = [];

    /// <summary>Accounts.</summary>
    public ImmutableArray<SystemUser> Users { get; init; } = [];
}
