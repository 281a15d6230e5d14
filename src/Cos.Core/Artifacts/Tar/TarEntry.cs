using System.Collections.Immutable;

namespace Cos.Sdk.Artifacts.Tar;

/// <summary>The description of one entry. Names of users and groups are not kept: owners are numbers.</summary>
internal sealed record TarEntry
{
    /// <summary>No extended attributes.</summary>
    public static readonly ImmutableSortedDictionary<string, ImmutableArray<byte>> NoAttributes =
        ImmutableSortedDictionary.Create<string, ImmutableArray<byte>>(StringComparer.Ordinal);

    /// <summary>Relative, with <c>/</c>, without <c>.</c> and <c>..</c> segments and without a slash at either end; empty for the root.</summary>
    public required string Path { get; init; }

    /// <summary>What the entry makes.</summary>
    public required TarEntryKind Kind { get; init; }

    /// <summary>Permissions with setuid, setgid and sticky: the lower twelve bits.</summary>
    public required int Mode { get; init; }

    /// <summary>Numeric owner.</summary>
    public long UserId { get; init; }

    /// <summary>Numeric group.</summary>
    public long GroupId { get; init; }

    /// <summary>Bytes of content; 0 for all kinds but <see cref="TarEntryKind.File"/>.</summary>
    public long Size { get; init; }

    /// <summary>Whole seconds since 1970, rounded down; may be negative.</summary>
    public long ModificationTime { get; init; }

    /// <summary>
    /// For a hard link the <see cref="Path"/> of an entry before it, in the same form; for a symbolic link its text, verbatim;
    /// null for other kinds.
    /// </summary>
    public string? LinkTarget { get; init; }

    /// <summary>Major number of a device.</summary>
    public int DeviceMajor { get; init; }

    /// <summary>Minor number of a device.</summary>
    public int DeviceMinor { get; init; }

    /// <summary>Extended attributes by name, for example <c>security.capability</c>; values are raw bytes.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<byte>> ExtendedAttributes { get; init; } = NoAttributes;
}
