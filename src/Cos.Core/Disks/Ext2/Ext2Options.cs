namespace Cos.Sdk.Disks.Ext2;

/// <summary>What a file system is besides its content.</summary>
/// <param name="Label">At most 16 bytes.</param>
/// <param name="Id">Its identifier.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Epoch">Seconds since 1970: when it was made; no file is younger.</param>
internal sealed record Ext2Options(string Label, Guid Id, long Size, long Epoch);
