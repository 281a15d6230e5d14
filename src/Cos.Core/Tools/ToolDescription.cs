using System.Collections.Immutable;

namespace Cos.Sdk.Tools;

/// <summary>How an external program is found, asked for its version and obtained.</summary>
internal sealed record ToolDescription
{
    /// <summary>Which program this describes.</summary>
    public required ToolName Name { get; init; }

    /// <summary>File name of the program, without a path.</summary>
    public required string Executable { get; init; }

    /// <summary>The Debian and Ubuntu package that has it.</summary>
    public required string Package { get; init; }

    /// <summary>Arguments that make it say its version.</summary>
    public required ImmutableArray<string> VersionArguments { get; init; }

    /// <summary>The oldest version whose behaviour is known to be right.</summary>
    public required Version MinimumVersion { get; init; }

    /// <summary>Whether it runs in a container of the tools image too; one that mounts or changes its root cannot.</summary>
    public bool IsInImage { get; init; } = true;

    /// <summary>What it is needed for, as the end of a sentence: "to make the ISO image".</summary>
    public required string Purpose { get; init; }
}
