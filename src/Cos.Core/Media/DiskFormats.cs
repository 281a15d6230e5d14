using System.Collections.Immutable;

namespace Cos.Sdk.Media;

/// <summary>The targets of a publish that are disks, and the names of their files.</summary>
internal static class DiskFormats
{
    private static readonly (DiskFormat Format, string Target, string Extension)[] All =
    [
        (DiskFormat.Raw, "Raw", ".raw"),
        (DiskFormat.Qcow2, "Qcow2", ".qcow2"),
        (DiskFormat.Vmdk, "Vmdk", ".vmdk"),
        (DiskFormat.Vhd, "Vhd", ".vhd"),
        (DiskFormat.Ova, "Ova", ".ova"),
        (DiskFormat.LibvirtBox, "Vagrant", ".libvirt.box"),
        (DiskFormat.VirtualBoxBox, "Vagrant", ".virtualbox.box"),
    ];

    /// <summary>The targets, each once.</summary>
    public static ImmutableArray<string> Targets { get; } = [.. All.Select(entry => entry.Target).Distinct(StringComparer.Ordinal)];

    /// <summary>The formats of a target; none when it is no disk. Case does not count.</summary>
    public static IEnumerable<DiskFormat> Of(string target) =>
        All.Where(entry => string.Equals(entry.Target, target, StringComparison.OrdinalIgnoreCase)).Select(entry => entry.Format);

    /// <summary>The target that a format belongs to.</summary>
    public static string Target(this DiskFormat format) => Array.Find(All, entry => entry.Format == format).Target;

    /// <summary>What the name of a file of that format ends in.</summary>
    public static string Extension(this DiskFormat format) => Array.Find(All, entry => entry.Format == format).Extension;

    /// <summary>The provider that Vagrant runs a box with; empty for what is no box.</summary>
    public static string Provider(this DiskFormat format) => format switch
    {
        DiskFormat.LibvirtBox => "libvirt",
        DiskFormat.VirtualBoxBox => "virtualbox",
        _ => "",
    };

    /// <summary>Whether qemu-img makes it, or something in it.</summary>
    public static bool TakesQemu(this DiskFormat format) =>
        format is DiskFormat.Qcow2 or DiskFormat.Vmdk or DiskFormat.Vhd or DiskFormat.LibvirtBox;
}
