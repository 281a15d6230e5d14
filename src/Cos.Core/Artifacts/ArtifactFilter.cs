using System.Collections.Immutable;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Artifacts;

/// <summary>
/// Which paths of an image may be in an artifact: what the includes and excludes say, but nothing of the folder with the sources
/// (<c>/luetbuild</c>) unless an include names it or the folder that is cut out lies in it.
/// </summary>
internal sealed class ArtifactFilter
{
    private const string SourceFolder = "/luetbuild";

    private readonly PathFilter _filter;

    private readonly bool _takesSources;

    /// <param name="includes">Patterns of what is taken; empty for everything.</param>
    /// <param name="excludes">Patterns of what is left out.</param>
    /// <param name="folder">The folder that is cut out, absolute; empty for the whole image.</param>
    public ArtifactFilter(ImmutableArray<PathPattern> includes, ImmutableArray<PathPattern> excludes, string folder = "")
    {
        _filter = new PathFilter(includes, excludes);
        _takesSources = includes.Any(include => include.Pattern.Contains("luetbuild", StringComparison.Ordinal)) || IsSource(folder);
    }

    /// <summary>Whether an absolute path may be in the artifact.</summary>
    public bool Takes(string path) => (_takesSources || !IsSource(path)) && _filter.Takes(path);

    private static bool IsSource(string path) =>
        path.StartsWith(SourceFolder, StringComparison.Ordinal) && (path.Length == SourceFolder.Length || path[SourceFolder.Length] == '/');
}
