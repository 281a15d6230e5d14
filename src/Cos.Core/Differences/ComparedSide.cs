using System.Collections.Immutable;

namespace Cos.Sdk.Differences;

/// <summary>One side of a comparison: a repository, or a single package.</summary>
/// <param name="Name">As messages name it.</param>
/// <param name="IsSingle">It is one archive or one package, compared with whatever single one is on the other side.</param>
/// <param name="Packages">In order of category, name and version.</param>
internal sealed record ComparedSide(string Name, bool IsSingle, ImmutableArray<ComparedPackage> Packages);
