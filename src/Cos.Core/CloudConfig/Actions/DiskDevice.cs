namespace Cos.Sdk.CloudConfig.Actions;

/// <summary>A disk.</summary>
/// <param name="Label">Label of a file system on it; empty when it is named by its path.</param>
/// <param name="Path">Its device file; empty when it is found by a label.</param>
/// <param name="InitDisk">Whether a partition table is made where none is.</param>
internal sealed record DiskDevice(string Label, string Path, bool InitDisk);
