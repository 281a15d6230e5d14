using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Building;

/// <summary>
/// What a build that succeeded left for the next: from which inputs it came, what it made, and what it said. While all of that stays as it
/// is, nothing has to be read again.
/// </summary>
/// <remarks>A cache: without it, or with a damaged one, a build only takes longer.</remarks>
internal sealed record BuildMemory
{
    /// <summary>Fingerprints by the name of what looked at the inputs.</summary>
    public required IReadOnlyDictionary<string, string> Inputs { get; init; }

    /// <summary>SHA-256 of the lock; <c>none</c> without one.</summary>
    public required string Lock { get; init; }

    /// <summary>Fingerprint of the files that were made.</summary>
    public required string Outputs { get; init; }

    /// <summary>The date of all results.</summary>
    public required string Epoch { get; init; }

    /// <summary>The plan files with what MSBuild knows of them.</summary>
    public required IReadOnlyList<RememberedItem> Plans { get; init; }

    /// <summary>Files beside them that belong to the build.</summary>
    public required IReadOnlyList<string> SideFiles { get; init; }

    /// <summary>What was said of the trees, by the name of what said it, to be said again.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<Diagnostic>> Said { get; init; }

    /// <summary>What was said while nodes were made, to be said again.</summary>
    public required IReadOnlyList<Diagnostic> SaidOfNodes { get; init; }
}
