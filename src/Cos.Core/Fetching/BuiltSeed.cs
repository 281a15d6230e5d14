namespace Cos.Sdk.Fetching;

/// <summary>A seed whose root file system lies in the cache.</summary>
/// <param name="Locked">What it was made from and what came out.</param>
/// <param name="File">The root file system, a tar compressed by zstd.</param>
/// <param name="FromCache">Nothing was bootstrapped.</param>
internal sealed record BuiltSeed(LockedSeed Locked, string File, bool FromCache);
