namespace Cos.Sdk.Repositories.Publishing;

/// <summary>A package whose archive is at its destination.</summary>
/// <param name="Package">The package.</param>
/// <param name="Path">Name of the archive that the index gives.</param>
/// <param name="Image">In a registry: digest of the image with its content; null elsewhere.</param>
/// <param name="IsSent">Whether it had to be sent.</param>
internal sealed record PlacedPackage(ListedPackage Package, string Path, string? Image, bool IsSent);
