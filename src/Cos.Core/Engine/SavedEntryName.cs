using System.Buffers;

namespace Cos.Sdk.Engine;

/// <summary>The name of an entry of an archive of images.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">The 64 hex digits in it; empty for <see cref="SavedEntryKind.Other"/>.</param>
internal readonly record struct SavedEntryName(SavedEntryKind Kind, string Id)
{
    private const int IdLength = 64;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>Reads a name; never fails.</summary>
    public static SavedEntryName Parse(string name)
    {
        string path = name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
        return Match(path, "", "/json", SavedEntryKind.LegacyDescription)
            ?? Match(path, "", "/layer.tar", SavedEntryKind.LegacyLayer)
            ?? Match(path, "", ".tar", SavedEntryKind.DigestLayer)
            ?? Match(path, "blobs/sha256/", "", SavedEntryKind.Blob)
            ?? new SavedEntryName(SavedEntryKind.Other, "");
    }

    private static SavedEntryName? Match(string path, string before, string after, SavedEntryKind kind)
    {
        if (path.Length != before.Length + IdLength + after.Length
            || !path.StartsWith(before, StringComparison.Ordinal)
            || !path.EndsWith(after, StringComparison.Ordinal))
        {
            return null;
        }
        string id = path.Substring(before.Length, IdLength);
        return id.AsSpan().ContainsAnyExcept(HexDigits) ? null : new SavedEntryName(kind, id);
    }
}
