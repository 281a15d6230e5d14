using System.Collections.Immutable;

namespace Cos.Sdk.Media;

/// <summary>The command line that writes an ISO. Pure; paths are relative to the folder that xorriso runs in.</summary>
internal static class XorrisoArguments
{
    private static readonly ImmutableArray<string> NoEmulation = ["-no-emul-boot"];

    private static readonly ImmutableArray<string> BiosImage = ["-no-emul-boot", "-boot-load-size", "4", "-boot-info-table"];

    /// <summary>Options for a medium that boots as a CD and, written to a stick, as a disk.</summary>
    /// <param name="loaders">What is to boot.</param>
    /// <param name="identity">Its identifiers and dates.</param>
    /// <param name="label">The volume's name.</param>
    /// <param name="isoFolder">The top level.</param>
    /// <param name="output">The file to write.</param>
    public static ImmutableArray<string> Create(BootLoaders loaders, MediumIdentity identity, string label, string isoFolder, string output) =>
    [
        // Before anything else, or the files of the user's home are read.
        "-no_rc", "-report_about", "WARNING",
        "-as", "mkisofs",
        "-volid", label,
        // Owners 0, modes that everybody can read: the builder's do not count.
        "-r",
        "--modification-date=" + identity.VolumeDate,
        "--set_all_file_dates", identity.Date,
        "--gpt_disk_guid", identity.DiskGuid,
        // Files of 4 GiB and more.
        "-iso-level", "3",
        .. Bios(loaders, isoFolder),
        .. Uefi(loaders),
        "-o", output, isoFolder,
    ];

    private static ImmutableArray<string> Bios(BootLoaders loaders, string isoFolder) => loaders.Bios switch
    {
        BiosLoader.Isolinux =>
        [
            "-isohybrid-mbr", $"{isoFolder}/{loaders.BiosFolder}/isohdpfx.bin",
            "-c", $"{loaders.BiosFolder}/boot.cat", "-b", $"{loaders.BiosFolder}/isolinux.bin", .. BiosImage,
        ],
        BiosLoader.Grub =>
        [
            "--grub2-mbr", $"{isoFolder}/{loaders.BiosFolder}/boot_hybrid.img",
            "-c", "boot/boot.cat", "-b", $"{loaders.BiosFolder}/eltorito.img", .. BiosImage, "--grub2-boot-info",
            .. loaders.HasUefi ? [] : new[] { "--protective-msdos-label" },
        ],
        _ => ["-c", "boot/boot.cat"],
    };

    private static ImmutableArray<string> Uefi(BootLoaders loaders)
    {
        if (!loaders.HasUefi)
        {
            return [];
        }
        ImmutableArray<string> image = ["-e", BootLoaders.UefiImage, .. NoEmulation];
        return loaders.Bios switch
        {
            BiosLoader.Isolinux => ["-eltorito-alt-boot", .. image, "-isohybrid-gpt-basdat"],
            BiosLoader.Grub => ["-eltorito-alt-boot", .. image, "-efi-boot-part", "--efi-boot-image", "--protective-msdos-label"],
            _ => [.. image, "-efi-boot-part", "--efi-boot-image", "--protective-msdos-label"],
        };
    }
}
