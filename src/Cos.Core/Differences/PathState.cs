using Cos.Sdk.Artifacts.Tar;

namespace Cos.Sdk.Differences;

/// <summary>What an archive says of one path.</summary>
internal sealed record PathState
{
    /// <summary>What it is.</summary>
    public required TarEntryKind Kind { get; init; }

    /// <summary>Bytes of content.</summary>
    public required long Size { get; init; }

    /// <summary>Permission bits in octal digits, such as <c>0755</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>Numeric owner and group, such as <c>0:0</c>.</summary>
    public required string Owner { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public required long ModificationTime { get; init; }

    /// <summary>Target of a link; null for other kinds.</summary>
    public string? LinkTarget { get; init; }

    /// <summary>SHA-256 of a file's content, 64 lower-case hexadecimal digits; null for other kinds.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Extended attributes and device numbers in one text; null when there are none.</summary>
    public string? Attributes { get; init; }
}
