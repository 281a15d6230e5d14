using System.Collections.Immutable;

namespace Cos.Sdk.Planning;

/// <summary>Which files a project is made of.</summary>
internal sealed record SourceOptions
{
    /// <summary>Absolute paths of inherited trees, base first.</summary>
    public required ImmutableArray<string> Trees { get; init; }

    /// <summary>Repositories of others, the most preferred one first. Trees and own packages win over them.</summary>
    public ImmutableArray<InheritedRepository> Repositories { get; init; } = [];

    /// <summary>Absolute paths of the project's own package folders; they win over inherited ones.</summary>
    public required ImmutableArray<string> OwnFolders { get; init; }

    /// <summary>Absolute paths of values files, the last one wins.</summary>
    public required ImmutableArray<string> Values { get; init; }

    /// <summary>Packages to build, as <c>category/name</c> or <c>category/name@selector</c>; empty for all of the project's own.</summary>
    public required ImmutableArray<string> BuildPackages { get; init; }

    /// <summary>A package that is built also when it is inherited, as <c>category/name</c>; empty for none. Without effect beside <see cref="BuildPackages"/>.</summary>
    public string SystemPackage { get; init; } = "";

    /// <summary>
    /// Packages of the project's media, as <c>category/name</c> with an optional selector: those that an inherited tree has are built as well. Without
    /// effect beside <see cref="BuildPackages"/>.
    /// </summary>
    public ImmutableArray<string> MediaPackages { get; init; } = [];

    /// <summary>Own folders whose packages take changes, not only additions, into their deltas.</summary>
    public ImmutableArray<string> ChangesFolders { get; init; } = [];

    /// <summary>Whether files whose names contain <c>Dockerfile</c> make packages.</summary>
    public bool Dockerfiles { get; init; }

    /// <summary>Own folders whose packages are part of the system: <see cref="SystemPackage"/> requires them at run time.</summary>
    public ImmutableArray<string> SystemFolders { get; init; } = [];

    /// <summary>Commands that are the last steps of <see cref="SystemPackage"/>: the settings of the project file.</summary>
    public ImmutableArray<string> SystemSteps { get; init; } = [];

    /// <summary>Where they come from, for messages.</summary>
    public string SystemStepsFile { get; init; } = "";

    /// <summary>What tells two sets of options apart.</summary>
    public string Identity => string.Join(
        '\n', [.. Trees, "own", .. OwnFolders, "values", .. Values, "build", .. BuildPackages, "system", SystemPackage, "media", .. MediaPackages, "changes", .. ChangesFolders,
        "parts", .. SystemFolders,
        "steps", .. SystemSteps,
        Dockerfiles ? "dockerfiles" : "",
        "repositories", .. Repositories.Select(repository => $"{repository.Name} {repository.Identity}")]);
}
