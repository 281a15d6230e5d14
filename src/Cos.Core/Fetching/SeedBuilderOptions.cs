namespace Cos.Sdk.Fetching;

/// <summary>Where a seed builder works.</summary>
internal sealed record SeedBuilderOptions
{
    /// <summary>Absolute path of a folder of the user in which finished root file systems stay, for example <c>~/.cache/cos-sdk/seeds</c>; made when missing.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>Absolute path of a folder of the build for intermediate files; made when missing.</summary>
    public required string WorkFolder { get; init; }

    /// <summary>Absolute path of a folder of the build for logs; made when missing.</summary>
    public required string LogFolder { get; init; }

    /// <summary>apt's configuration of this machine.</summary>
    public string AptFolder { get; init; } = "/etc/apt";
}
