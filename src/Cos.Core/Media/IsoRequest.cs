using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Media;

/// <summary>What an ISO is made from and where it comes.</summary>
internal sealed record IsoRequest
{
    /// <summary>What the medium is.</summary>
    public required MediumPlan Plan { get; init; }

    /// <summary>The spec, for messages.</summary>
    public required SourceLocation Spec { get; init; }

    /// <summary>Writes the root file system as a tar; called once, and once more for a recovery system of the same root that is compressed otherwise.</summary>
    public required Func<Stream, CancellationToken, Task> WriteRootFs { get; init; }

    /// <summary>Writes the EFI file system's packages as a tar; null for none.</summary>
    public Func<Stream, CancellationToken, Task>? WriteUefi { get; init; }

    /// <summary>Writes the packages of the top level as a tar; null for none.</summary>
    public Func<Stream, CancellationToken, Task>? WriteIsoImage { get; init; }

    /// <summary>Writes the recovery system as a tar, where the plan has one; null for the root file system once more.</summary>
    public Func<Stream, CancellationToken, Task>? WriteRecovery { get; init; }

    /// <summary>Absolute path of a ready EFI file system, instead of <see cref="WriteUefi"/>; null for none.</summary>
    public string? UefiImageFile { get; init; }

    /// <summary>Bytes of content in the root file system, where they are known; 0 where not. Room on disk is asked for by it.</summary>
    public long RootFsSize { get; init; }

    /// <summary>Absolute path of the medium; its folder is made when missing.</summary>
    public required string OutputFile { get; init; }

    /// <summary>Absolute path of a folder of the build for intermediate files; made when missing.</summary>
    public required string WorkFolder { get; init; }

    /// <summary>Absolute path of the log; null for none.</summary>
    public string? LogFile { get; init; }
}
