using System.Collections.Immutable;

namespace Cos.Sdk.Trees;

/// <summary>The keys that a definition has by itself; any other key reaches templates only.</summary>
internal static class PackageKeys
{
    public const string Name = "name";

    public const string Category = "category";

    public const string Version = "version";

    public const string Requires = "requires";

    public const string Conflicts = "conflicts";

    public const string Provides = "provides";

    public const string Hidden = "hidden";

    public const string Description = "description";

    public const string License = "license";

    public const string Uri = "uri";

    public const string UseFlags = "use_flags";

    public const string Labels = "labels";

    public const string Annotations = "annotations";

    /// <summary>Those whose misspelling would go unnoticed and matter.</summary>
    public static ImmutableArray<string> Meaningful { get; } = [Requires, Conflicts, Provides, Hidden, Labels, Annotations];

    /// <summary>All, with those that tools write into the definitions of repositories.</summary>
    public static ImmutableArray<string> All { get; } =
    [
        Name, Category, Version, Requires, Conflicts, Provides, Hidden, Description, License, Uri, UseFlags, Labels, Annotations,
        "id", "state", "path", "treedir", "buildtimestamp", "dockerfile", "useflags",
    ];
}
