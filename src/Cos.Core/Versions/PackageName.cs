namespace Cos.Sdk.Versions;

/// <summary>What a package is called, without its version. Compared byte by byte.</summary>
/// <param name="Category">May be empty.</param>
/// <param name="Name">Never empty.</param>
internal readonly record struct PackageName(string Category, string Name) : IComparable<PackageName>
{
    /// <inheritdoc />
    public int CompareTo(PackageName other)
    {
        int byCategory = string.CompareOrdinal(Category, other.Category);
        return byCategory != 0 ? byCategory : string.CompareOrdinal(Name, other.Name);
    }

    /// <summary><c>category/name</c>, or <c>name</c> alone without a category.</summary>
    public override string ToString() => Category.Length == 0 ? Name : $"{Category}/{Name}";
}
