using Cos.Sdk.Artifacts.Tar;

namespace Cos.Sdk.Repositories;

/// <summary>How packages are installed into a root.</summary>
internal sealed record InstallationOptions
{
    /// <summary>Bounds for roots that are installed from packages: far above any system, far below what fills a disk.</summary>
    public static readonly TarLimits DefaultLimits = new() { MaxEntries = 4_000_000, MaxTotalSize = 64L << 30, MaxDevices = 4096 };

    /// <summary>Seconds since 1970: no modification time is later, and folders that no archive states have this one.</summary>
    public required long Epoch { get; init; }

    /// <summary>Bounds of each archive, and of the root as a whole.</summary>
    public TarLimits Limits { get; init; } = DefaultLimits;

    /// <summary>Runs the packages' finalizers in the root; without one, packages that have any are refused.</summary>
    public IFinalizerRunner? FinalizerRunner { get; init; }

    /// <summary>The root is not a system that runs (boot loader files, parts of an image): finalizers are left alone.</summary>
    public bool IgnoreFinalizers { get; init; }
}
