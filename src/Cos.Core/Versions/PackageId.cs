namespace Cos.Sdk.Versions;

/// <summary>One version of one package.</summary>
/// <param name="Name">Category and name.</param>
/// <param name="Version">As written in the definition; may be empty for a package that a Dockerfile makes.</param>
internal readonly record struct PackageId(PackageName Name, string Version)
{
    /// <summary><c>name-category-version</c>: the stem of artifact names and the order in which requirements are visited (luet).</summary>
    public string Fingerprint => $"{Name.Name}-{Name.Category}-{Version}";

    /// <summary><c>category/name@version</c>.</summary>
    public override string ToString() => $"{Name}@{Version}";
}
