using System.Collections.Immutable;

namespace Cos.Sdk.Media;

/// <summary>What a disk is made from and where it comes, in all the formats that are wanted at once.</summary>
internal sealed record DiskRequest
{
    /// <summary>The plans of the formats; all of one disk.</summary>
    public required ImmutableArray<DiskPlan> Plans { get; init; }

    /// <summary>Absolute path of each plan's file.</summary>
    public required ImmutableArray<string> OutputFiles { get; init; }

    /// <summary>Writes the system's root as a tar; called once.</summary>
    public required Func<Stream, CancellationToken, Task> WriteSystem { get; init; }

    /// <summary>Writes the recovery system's root as a tar; null when it is the system itself.</summary>
    public Func<Stream, CancellationToken, Task>? WriteRecovery { get; init; }

    /// <summary>The text of the Vagrantfile of boxes.</summary>
    public string Vagrantfile { get; init; } = "";

    /// <summary>Absolute path of a folder of the build for intermediate files; made when missing.</summary>
    public required string WorkFolder { get; init; }

    /// <summary>Absolute path of the log; null for none.</summary>
    public string? LogFile { get; init; }

    /// <summary>Told what is being done, in a few words; null for nobody.</summary>
    public Action<string>? Progress { get; init; }
}
