namespace Cos.Sdk.Media;

/// <summary>A finished ISO.</summary>
/// <param name="File">Absolute path.</param>
/// <param name="ChecksumFile">Absolute path of the file that <c>sha256sum -c</c> reads.</param>
/// <param name="Sha256">64 hexadecimal digits.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Loaders">What boots it.</param>
internal sealed record IsoResult(string File, string ChecksumFile, string Sha256, long Size, BootLoaders Loaders);
