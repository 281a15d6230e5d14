using System.Collections.Immutable;

namespace Cos.Sdk.Fetching;

/// <summary>A repository of others as it was when the build last agreed with it.</summary>
internal sealed record LockedRepository
{
    /// <summary><c>disk</c>, <c>http</c> or <c>docker</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Where it is found, as the project states it; without credentials.</summary>
    public required ImmutableArray<string> Urls { get; init; }

    /// <summary>The entry point besides <c>repository.yaml</c>, such as that of a snapshot; empty for none.</summary>
    public string Reference { get; init; } = "";

    /// <summary>The revision that it had.</summary>
    public required int Revision { get; init; }

    /// <summary>The definitions of its packages.</summary>
    public required LockedFile Tree { get; init; }

    /// <summary>The index of its archives.</summary>
    public required LockedFile Meta { get; init; }

    /// <summary>The trees that it was built from; null when it does not publish them.</summary>
    public LockedFile? CompilerTree { get; init; }

    /// <summary>Fingerprint of the key by which this state was verified, 64 hexadecimal digits; empty when it was not.</summary>
    public string SignedBy { get; init; } = "";

    /// <summary>What the project takes from it, by package and version.</summary>
    public ImmutableArray<LockedArchive> Packages { get; init; } = [];

    /// <summary>Whether it is locked for these addresses.</summary>
    public bool IsAt(string type, IEnumerable<string> urls, string reference) =>
        Type == type && Reference == reference && Urls.SequenceEqual(urls, StringComparer.Ordinal);

    /// <summary>Whether both have the same content.</summary>
    public bool HasContentOf(LockedRepository other) => Tree == other.Tree && Meta == other.Meta && CompilerTree == other.CompilerTree;
}
