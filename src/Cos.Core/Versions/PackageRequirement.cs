using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Versions;

/// <summary>A wish for a package: its name and a selector of versions, as an entry of requires, conflicts or provides states it.</summary>
/// <param name="Name">Category and name; a missing category means the empty one.</param>
/// <param name="Selector">As written, for example <c>>=1.0</c>; without <c>&lt;</c>, <c>></c> or <c>=</c> it is an exact version.</param>
/// <param name="Location">Where it is written; null for wishes that no file states.</param>
internal sealed record PackageRequirement(PackageName Name, string Selector, SourceLocation? Location = null)
{
    /// <summary><c>category/name@selector</c>.</summary>
    public override string ToString() => $"{Name}@{Selector}";
}
