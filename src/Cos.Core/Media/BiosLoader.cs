namespace Cos.Sdk.Media;

/// <summary>What starts a medium on a BIOS machine.</summary>
internal enum BiosLoader
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>ISOLINUX, with its isohybrid boot record.</summary>
    Isolinux,

    /// <summary>GRUB, with its hybrid boot record.</summary>
    Grub,
}
