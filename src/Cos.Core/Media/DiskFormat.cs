namespace Cos.Sdk.Media;

/// <summary>What an installed disk is delivered as.</summary>
internal enum DiskFormat
{
    /// <summary>The disk's bytes.</summary>
    Raw,

    /// <summary>QEMU's format.</summary>
    Qcow2,

    /// <summary>VMware's format, one growing file.</summary>
    Vmdk,

    /// <summary>Microsoft's older format.</summary>
    Vhd,

    /// <summary>A virtual machine as an OVF package in one file.</summary>
    Ova,

    /// <summary>A Vagrant box for libvirt.</summary>
    LibvirtBox,

    /// <summary>A Vagrant box for VirtualBox.</summary>
    VirtualBoxBox,
}
