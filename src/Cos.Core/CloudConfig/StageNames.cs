using System.Collections.Immutable;
using Cos.Sdk.Trees;

namespace Cos.Sdk.CloudConfig;

/// <summary>The stages that the system emits; programs may emit others.</summary>
internal static class StageNames
{
    /// <summary>Runs before a stage.</summary>
    public const string Before = ".before";

    /// <summary>Runs after a stage.</summary>
    public const string After = ".after";

    /// <summary>Those of boot, in their order, and those of installation and upgrades.</summary>
    public static ImmutableArray<string> All { get; } =
    [
        "rootfs", "initramfs", "boot", "fs", "network", "reconcile",
        "after-install", "after-install-chroot", "after-upgrade", "after-upgrade-chroot", "after-reset", "after-reset-chroot",
    ];

    /// <summary>What emitting a stage runs, in this order.</summary>
    public static ImmutableArray<string> PartsOf(string stage) => [stage + Before, stage, stage + After];

    /// <summary>The stage of the system that a name with one slip probably means; null for its own name and for names of others.</summary>
    public static string? FindMeant(string name)
    {
        string suffix = name.EndsWith(Before, StringComparison.Ordinal) ? Before : name.EndsWith(After, StringComparison.Ordinal) ? After : "";
        string stage = name[..^suffix.Length];
        return All.Contains(stage) ? null : All.FirstOrDefault(known => Spelling.IsNear(stage, known)) is { } near ? near + suffix : null;
    }
}
