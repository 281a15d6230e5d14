namespace Cos.Sdk.Planning;

/// <summary>A package that is taken from a repository of others as it is there, instead of being built.</summary>
/// <param name="Package"><c>category/name@version</c>.</param>
/// <param name="Repository">The repository's name in the project.</param>
/// <param name="File">The archive's name there.</param>
/// <param name="Sha256">SHA-256 of the archive as it is stored, by which the cache knows it.</param>
internal sealed record FetchedArchive(string Package, string Repository, string File, string Sha256)
{
    /// <summary>Its name among the parts of a composed image.</summary>
    public string Key => "fetched." + Package;
}
