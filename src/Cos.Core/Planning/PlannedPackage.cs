using Cos.Sdk.Trees;

namespace Cos.Sdk.Planning;

/// <summary>A package with its rendered build spec.</summary>
/// <param name="Definition">Its definition.</param>
/// <param name="Folder">Absolute path of its folder.</param>
/// <param name="Spec">What its build file says; null when there is none, or when nothing needs it built.</param>
/// <param name="Archive">The archive of a repository that serves where its final content is wanted; null for none.</param>
internal sealed record PlannedPackage(PackageDefinition Definition, string Folder, BuildSpec? Spec, FetchedArchive? Archive = null)
{
    /// <summary>The image repository of whoever published it; null for none.</summary>
    public string? CachedIn { get; init; }

    /// <summary>Whether it is only taken from a repository, and never built.</summary>
    public bool IsFetched => Spec is null && Archive is not null;
}
