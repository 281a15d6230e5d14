namespace Cos.Sdk.Tools;

/// <summary>An external program that the build may need. What it is called, and where it comes from, is in <see cref="ToolCatalog"/>.</summary>
internal enum ToolName
{
    /// <summary>Writes ISO 9660 images.</summary>
    Xorriso,

    /// <summary>Turns a tar stream into a squashfs file.</summary>
    Sqfstar,

    /// <summary>Lists and reads squashfs files.</summary>
    Unsquashfs,

    /// <summary>Makes FAT file systems inside a file; its parts are run as <c>mtools -c mformat …</c>.</summary>
    Mtools,

    /// <summary>Bootstraps a root file system from a distribution's packages.</summary>
    Mmdebstrap,

    /// <summary>Packs and unpacks <c>.xz</c> files.</summary>
    Xz,

    /// <summary>Makes file systems of the ext family inside a file.</summary>
    Mke2fs,

    /// <summary>Writes files into file systems of the ext family.</summary>
    Debugfs,

    /// <summary>Turns disks into the formats of hypervisors.</summary>
    QemuImg,
}
