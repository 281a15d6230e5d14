namespace Cos.Sdk.Running;

/// <summary>How a machine sees the medium. Disks have sectors of 512 bytes and are read by their partition table, a CD by El Torito.</summary>
public enum Attachment
{
    /// <summary>An IDE CD drive.</summary>
    Cd,

    /// <summary>Mass storage at an xHCI controller.</summary>
    UsbStick,

    /// <summary>A paravirtual disk.</summary>
    VirtioDisk,
}
