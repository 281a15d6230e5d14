namespace Cos.Sdk.Planning;

/// <summary>Why a package is in the build, and at this version.</summary>
/// <param name="Package"><c>category/name@version</c>.</param>
/// <param name="RequiredBy"><c>category/name@version</c> of the package that asks, or <c>project</c>.</param>
/// <param name="Selector">The requirement as written.</param>
internal sealed record VersionChoice(string Package, string RequiredBy, string Selector);
