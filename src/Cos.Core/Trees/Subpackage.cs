using System.Collections.Immutable;

namespace Cos.Sdk.Trees;

/// <summary>A part of a package's artifact that is a package of its own.</summary>
internal sealed record Subpackage(PackageDefinition Definition, ImmutableArray<PathPattern> Includes, ImmutableArray<PathPattern> Excludes);
