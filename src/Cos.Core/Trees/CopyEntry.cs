using Cos.Sdk.Diagnostics;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Trees;

/// <summary>An entry of <c>copy</c>: exactly one of <paramref name="Package"/> and <paramref name="Image"/> is set.</summary>
/// <param name="Package">The package whose image is copied from.</param>
/// <param name="Image">The image reference that is copied from.</param>
/// <param name="Source">Absolute path in that image.</param>
/// <param name="Destination">Path in the package's image.</param>
/// <param name="Location">Where it is written.</param>
internal sealed record CopyEntry(PackageRequirement? Package, string? Image, string Source, string Destination, SourceLocation Location);
