using System.Collections.Immutable;

namespace Cos.Sdk.Trees;

/// <summary>The keys of <c>build.yaml</c>.</summary>
internal static class BuildKeys
{
    public const string Image = "image";

    public const string Requires = "requires";

    public const string Conflicts = "conflicts";

    public const string Provides = "provides";

    public const string Prelude = "prelude";

    public const string Steps = "steps";

    public const string Environment = "env";

    public const string Unpack = "unpack";

    public const string PackageDirectory = "package_dir";

    public const string Includes = "includes";

    public const string Excludes = "excludes";

    public const string Copy = "copy";

    public const string Retrieve = "retrieve";

    public const string RequiresFinalImages = "requires_final_images";

    public const string Join = "join";

    public const string Subpackages = "subpackages";

    public const string Delta = "delta";

    /// <summary>Those that only output has.</summary>
    public static ImmutableArray<string> WithoutEffect { get; } = ["seed", "package"];

    /// <summary>All.</summary>
    public static ImmutableArray<string> All { get; } =
    [
        Image, Requires, Conflicts, Provides, Prelude, Steps, Environment, Unpack, PackageDirectory, Includes, Excludes, Copy, Retrieve,
        RequiresFinalImages, Join, Subpackages, Delta, .. WithoutEffect,
    ];
}
