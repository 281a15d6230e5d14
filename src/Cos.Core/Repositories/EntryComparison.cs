using System.Collections.Immutable;
using System.Globalization;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Repositories;

/// <summary>Compares what two archives say of one path. Modification times do not count: two builds of one file differ in them.</summary>
internal static class EntryComparison
{
    private const int PlainFolderMode = 0b111_101_101;

    /// <summary>Equal mode, owners and extended attributes.</summary>
    public static bool SameAttributes(TarEntry a, TarEntry b) =>
        a.Mode == b.Mode && a.UserId == b.UserId && a.GroupId == b.GroupId
        && SameExtendedAttributes(a.ExtendedAttributes, b.ExtendedAttributes);

    /// <summary>Equal in all but the content of files.</summary>
    public static bool SameDescription(TarEntry a, TarEntry b) =>
        a.Kind == b.Kind && a.Size == b.Size
        && string.Equals(a.LinkTarget, b.LinkTarget, StringComparison.Ordinal)
        && (a.DeviceMajor, a.DeviceMinor) == (b.DeviceMajor, b.DeviceMinor)
        && (a.Kind is TarEntryKind.SymbolicLink or TarEntryKind.HardLink || SameAttributes(a, b));

    /// <summary>A folder that says nothing particular: 0755, of root, without extended attributes.</summary>
    public static bool IsPlainFolder(TarEntry entry) =>
        entry is { Kind: TarEntryKind.Directory, Mode: PlainFolderMode, UserId: 0, GroupId: 0 } && entry.ExtendedAttributes.IsEmpty;

    /// <summary>The error for two packages that bring different things at one path.</summary>
    public static Diagnostic Conflict(string firstOwner, string secondOwner, TarEntry first, TarEntry second) =>
        RepositoryDiagnostics.FileConflict(firstOwner, secondOwner, TarPath.ForMessage(first.Path), DescribeDifference(first, second));

    /// <summary>How the two differ, for example <c>a file of mode 0644 of 0:0 with 5 bytes, and a symbolic link to /x</c>.</summary>
    public static string DescribeDifference(TarEntry a, TarEntry b)
    {
        (string first, string second) = (Describe(a), Describe(b));
        return string.Equals(first, second, StringComparison.Ordinal) ? $"both {first}, with other content or extended attributes" : $"{first}, and {second}";
    }

    private static string Describe(TarEntry entry) => entry.Kind switch
    {
        TarEntryKind.File => $"a file {Attributes(entry)} with {entry.Size.ToString(CultureInfo.InvariantCulture)} bytes",
        TarEntryKind.Directory => $"a folder {Attributes(entry)}",
        TarEntryKind.SymbolicLink => $"a symbolic link to {TarPath.ForMessage(entry.LinkTarget!)}",
        TarEntryKind.HardLink => $"a hard link to {TarPath.ForMessage(entry.LinkTarget!)}",
        TarEntryKind.CharacterDevice => $"a character device {Numbers(entry)} {Attributes(entry)}",
        TarEntryKind.BlockDevice => $"a block device {Numbers(entry)} {Attributes(entry)}",
        _ => $"a named pipe {Attributes(entry)}",
    };

    private static string Attributes(TarEntry entry) => string.Create(
        CultureInfo.InvariantCulture, $"of mode {Convert.ToString(entry.Mode, 8).PadLeft(4, '0')} owned by {entry.UserId}:{entry.GroupId}");

    private static string Numbers(TarEntry entry) => string.Create(CultureInfo.InvariantCulture, $"{entry.DeviceMajor}:{entry.DeviceMinor}");

    private static bool SameExtendedAttributes(
        ImmutableSortedDictionary<string, ImmutableArray<byte>> a, ImmutableSortedDictionary<string, ImmutableArray<byte>> b)
    {
        if (a.Count != b.Count)
        {
            return false;
        }
        foreach ((string name, ImmutableArray<byte> value) in a)
        {
            if (!b.TryGetValue(name, out ImmutableArray<byte> other) || !value.AsSpan().SequenceEqual(other.AsSpan()))
            {
                return false;
            }
        }
        return true;
    }
}
