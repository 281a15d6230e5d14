namespace Cos.Sdk.Media;

/// <summary>A finished medium in its place.</summary>
/// <param name="File">Absolute path.</param>
/// <param name="ChecksumFile">Absolute path of the file that <c>sha256sum -c</c> reads.</param>
/// <param name="Sha256">64 hexadecimal digits.</param>
/// <param name="Size">Bytes.</param>
internal sealed record DeliveredMedium(string File, string ChecksumFile, string Sha256, long Size);
