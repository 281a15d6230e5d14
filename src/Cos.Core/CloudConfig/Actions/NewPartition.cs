namespace Cos.Sdk.CloudConfig.Actions;

/// <summary>A partition to add.</summary>
/// <param name="FileSystemLabel">Label of its file system; also tells whether it is there.</param>
/// <param name="PartitionLabel">Its name in the partition table.</param>
/// <param name="FileSystem">For example <c>ext4</c>.</param>
/// <param name="Mebibytes">Its size; 0 for all that is free.</param>
internal sealed record NewPartition(string FileSystemLabel, string PartitionLabel, string FileSystem, int Mebibytes);
