namespace Cos.Sdk.Repositories;

/// <summary>A package's archive on its way: what a transport opened and the reader has to verify.</summary>
/// <param name="Content">The bytes as they are stored, compressed or not; the receiver disposes it.</param>
/// <param name="Sha256">What they must hash to. It may differ from the index's: registries keep layers of their own.</param>
internal sealed record OpenedArchive(Stream Content, string Sha256);
