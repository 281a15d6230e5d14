namespace Cos.Sdk.Registry;

/// <summary>What became of an upload.</summary>
/// <param name="Digest">Digest of the content.</param>
/// <param name="Size">Bytes sent; 0 when it was there already.</param>
/// <param name="IsSent">Whether it had to be sent.</param>
internal sealed record BlobUploadResult(string Digest, long Size, bool IsSent);
