using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Media;

/// <summary>The boot loaders that the packages bring.</summary>
/// <param name="Bios">What starts a BIOS machine.</param>
/// <param name="BiosFolder">Where its images are, relative to the medium; empty for none.</param>
/// <param name="HasUefi">Whether there is an EFI file system.</param>
internal sealed record BootLoaders(BiosLoader Bios, string BiosFolder, bool HasUefi)
{
    /// <summary>The EFI file system's place on the medium.</summary>
    public const string UefiImage = "boot/uefi.img";

    private const string IsolinuxFolder = "boot/syslinux";

    private static readonly string[] GrubFolders = ["boot/grub/i386-pc", "boot/grub2/i386-pc"];

    /// <summary>Looks at the top level of a medium in the making. ISOLINUX comes before GRUB when both are there.</summary>
    /// <exception cref="CosException">COS8020: nothing can boot; COS8021: a loader lacks its boot record.</exception>
    public static BootLoaders Find(string isoFolder, bool hasUefi, SourceLocation spec)
    {
        bool Has(string file) => File.Exists(Path.Combine(isoFolder, file));
        if (Has($"{IsolinuxFolder}/isolinux.bin"))
        {
            return Has($"{IsolinuxFolder}/isohdpfx.bin")
                ? new BootLoaders(BiosLoader.Isolinux, IsolinuxFolder, hasUefi)
                : throw new CosException(MediaDiagnostics.BootRecordMissing(spec, $"{IsolinuxFolder}/isolinux.bin", $"{IsolinuxFolder}/isohdpfx.bin"));
        }
        if (Array.Find(GrubFolders, folder => Has($"{folder}/eltorito.img")) is { } grub)
        {
            return Has($"{grub}/boot_hybrid.img")
                ? new BootLoaders(BiosLoader.Grub, grub, hasUefi)
                : throw new CosException(MediaDiagnostics.BootRecordMissing(spec, $"{grub}/eltorito.img", $"{grub}/boot_hybrid.img"));
        }
        return hasUefi ? new BootLoaders(BiosLoader.None, "", HasUefi: true) : throw new CosException(MediaDiagnostics.NoBootLoader(spec));
    }
}
