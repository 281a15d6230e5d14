using System.Collections.Immutable;

namespace Cos.Sdk.Tools;

/// <summary>Every external program that may be run, with the oldest version that serves.</summary>
internal static class ToolCatalog
{
    private static readonly Dictionary<ToolName, ToolDescription> Tools = new ToolDescription[]
    {
        new()
        {
            Name = ToolName.Xorriso,
            Executable = "xorriso",
            Package = "xorriso",
            VersionArguments = ["-version"],
            MinimumVersion = new Version(1, 5, 2),
            Purpose = "to write the ISO image",
        },
        new()
        {
            Name = ToolName.Sqfstar,
            Executable = "sqfstar",
            Package = "squashfs-tools",
            VersionArguments = ["-version"],
            MinimumVersion = new Version(4, 5, 1),
            Purpose = "to make the squashfs of the root file system",
        },
        new()
        {
            Name = ToolName.Unsquashfs,
            Executable = "unsquashfs",
            Package = "squashfs-tools",
            VersionArguments = ["-version"],
            MinimumVersion = new Version(4, 5, 1),
            Purpose = "to read files of the root file system",
        },
        new()
        {
            Name = ToolName.Mtools,
            Executable = "mtools",
            Package = "mtools",
            VersionArguments = ["--version"],
            MinimumVersion = new Version(4, 0, 26),
            Purpose = "to make the EFI boot image",
        },
        new()
        {
            Name = ToolName.Mmdebstrap,
            Executable = "mmdebstrap",
            Package = "mmdebstrap",
            VersionArguments = ["--version"],
            MinimumVersion = new Version(1, 3, 0),
            Purpose = "to bootstrap a base image from a distribution's packages",
            IsInImage = false,
        },
        new()
        {
            Name = ToolName.Xz,
            Executable = "xz",
            Package = "xz-utils",
            VersionArguments = ["--version"],
            MinimumVersion = new Version(5, 0),
            Purpose = "to unpack an .xz archive",
        },
        new()
        {
            Name = ToolName.Mke2fs,
            Executable = "mke2fs",
            Package = "e2fsprogs",
            VersionArguments = ["-V"],
            MinimumVersion = new Version(1, 47, 0),
            Purpose = "to make the file systems of a disk",
        },
        new()
        {
            Name = ToolName.Debugfs,
            Executable = "debugfs",
            Package = "e2fsprogs",
            VersionArguments = ["-V"],
            MinimumVersion = new Version(1, 47, 0),
            Purpose = "to write the system's images into a disk",
        },
        new()
        {
            Name = ToolName.QemuImg,
            Executable = "qemu-img",
            Package = "qemu-utils",
            VersionArguments = ["--version"],
            MinimumVersion = new Version(5, 1),
            Purpose = "to turn a disk into the format of a hypervisor",
        },
    }.ToDictionary(tool => tool.Name);

    /// <summary>Debian's packages with the programs of the tools image, sorted.</summary>
    public static ImmutableArray<string> PackagesOfImage { get; } =
        [.. Tools.Values.Where(tool => tool.IsInImage).Select(tool => tool.Package).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The description of a tool.</summary>
    public static ToolDescription Describe(ToolName tool) => Tools[tool];
}
