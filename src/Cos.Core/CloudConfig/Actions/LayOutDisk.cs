using System.Collections.Immutable;

namespace Cos.Sdk.CloudConfig.Actions;

/// <summary>Adds partitions to a disk and grows the last one.</summary>
/// <param name="Device">The disk.</param>
/// <param name="Partitions">Those to add, unless one with the label is there.</param>
/// <param name="ExpandMebibytes">What the last partition grows to; 0 for all that is free; null to leave it.</param>
internal sealed record LayOutDisk(DiskDevice Device, ImmutableArray<NewPartition> Partitions, int? ExpandMebibytes) : StepAction;
