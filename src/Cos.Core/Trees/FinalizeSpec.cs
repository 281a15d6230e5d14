using System.Collections.Immutable;

namespace Cos.Sdk.Trees;

/// <summary>What a rendered <c>finalize.yaml</c> says: commands that run in a root after packages were installed in or removed from it.</summary>
internal sealed record FinalizeSpec
{
    /// <summary>Commands after the installation.</summary>
    public ImmutableArray<Step> Install { get; init; } = [];

    /// <summary>Commands after the removal.</summary>
    public ImmutableArray<Step> Uninstall { get; init; } = [];

    /// <summary>The program that takes a command of <see cref="Install"/> as its last argument, and its arguments before that.</summary>
    public ImmutableArray<string> Shell { get; init; } = ["sh", "-c"];
}
