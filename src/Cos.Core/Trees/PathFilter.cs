using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Templating.Patterns;

namespace Cos.Sdk.Trees;

/// <summary>
/// Decides by includes and excludes which paths of an image become part of an artifact. Each path is judged alone, by its absolute form
/// (<c>/usr/bin/x</c>, also for a package directory: the place in the image, not below that directory).
/// </summary>
internal sealed class PathFilter
{
    private readonly ImmutableArray<GoRegex> _includes;

    private readonly ImmutableArray<GoRegex> _excludes;

    /// <summary>Makes a filter.</summary>
    /// <exception cref="CosException">A pattern is wrong; those of a <see cref="BuildSpec"/> were checked when it was read.</exception>
    public PathFilter(ImmutableArray<PathPattern> includes, ImmutableArray<PathPattern> excludes)
    {
        _includes = [.. includes.Select(PatternReader.Compile)];
        _excludes = [.. excludes.Select(PatternReader.Compile)];
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
