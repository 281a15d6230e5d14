using Cos.Sdk.Versions;

namespace Cos.Sdk.Artifacts;

/// <summary>Names of the files that a package leaves: luet's.</summary>
internal static class PackageArchiveName
{
    /// <summary><c>name-category-version.package.tar</c>, with <c>.gz</c> or <c>.zst</c>; <c>+</c> is kept.</summary>
    public static string Archive(PackageId id, CompressionAlgorithm compression) =>
        $"{id.Fingerprint}.package.tar{Compression.SuffixOf(compression)}";

    /// <summary><c>name-category-version.metadata.yaml</c>.</summary>
    public static string Metadata(PackageId id) => $"{id.Fingerprint}.metadata.yaml";
}
