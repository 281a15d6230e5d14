using System.Collections.Immutable;

namespace Cos.Sdk.Tools;

/// <summary>One run of an external program.</summary>
internal sealed record ToolInvocation
{
    /// <summary>The program.</summary>
    public required ToolName Tool { get; init; }

    /// <summary>Passed as they are; no shell sees them.</summary>
    public required ImmutableArray<string> Arguments { get; init; }

    /// <summary>Absolute path of an existing folder.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Variables for this run, over those that every tool gets.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Writes the program's standard input, which ends when it returns; without it the input is empty. Its exception ends the program.</summary>
    public Func<Stream, CancellationToken, Task>? WriteInput { get; init; }

    /// <summary>Reads the program's standard output to its end; without it the output goes to the log and to <see cref="ToolResult.Output"/>.</summary>
    public Func<Stream, CancellationToken, Task>? ReadOutput { get; init; }

    /// <summary>
    /// The program takes its own user's number for the owner of what it makes. It is given the number 0, and no right that the user does not have.
    /// </summary>
    public bool AsUserZero { get; init; }

    /// <summary>Absolute path of a file to which the command line and everything the program says are appended; null for none.</summary>
    public string? LogFile { get; init; }
}
