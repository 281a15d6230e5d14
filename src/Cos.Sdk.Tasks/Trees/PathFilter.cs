using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Cos.Sdk.Trees.Patterns;

namespace Cos.Sdk.Trees;

/// <summary>
/// Decides by includes and excludes which paths of an image become part of an artifact. Each path is judged alone, by its absolute form
/// (<c>/usr/bin/x</c>, also for a package directory: the place in the image, not below that directory).
/// </summary>
internal sealed class PathFilter
{
    private readonly ImmutableArray<Regex> _includes;

    private readonly ImmutableArray<Regex> _excludes;

    /// <summary>Takes patterns that were checked when they were read.</summary>
    public PathFilter(ImmutableArray<PathPattern> includes, ImmutableArray<PathPattern> excludes)
    {
        _includes = [.. includes.Select(pattern => Re2Pattern.Compile(pattern.Pattern))];
        _excludes = [.. excludes.Select(pattern => Re2Pattern.Compile(pattern.Pattern))];
    }

    /// <summary>Whether every path is taken.</summary>
    public bool TakesAll => _includes.IsEmpty && _excludes.IsEmpty;

    /// <summary>
    /// Whether a path is taken: with includes, one of them must match; none of the excludes may. Patterns match anywhere in the path unless anchored.
    /// </summary>
    /// <param name="path">Absolute, parts parted by slashes.</param>
    public bool Takes(string path) =>
        (_includes.IsEmpty || _includes.Any(include => include.IsMatch(path))) && !_excludes.Any(exclude => exclude.IsMatch(path));
}
