using System.Collections.Immutable;

namespace Cos.Sdk.Artifacts.Deltas;

/// <summary>What steps did to the file system besides what the artifact has of it.</summary>
/// <param name="Changed">Paths that were there before, have other content or attributes (time apart) now, and are not in the artifact.</param>
/// <param name="Deleted">Paths that were there before and are gone; of a directory that is gone as a whole only itself.</param>
internal sealed record DeltaResult(ImmutableArray<string> Changed, ImmutableArray<string> Deleted);
