using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Cos.Sdk.Artifacts.Tar;

namespace Cos.Sdk.Tests.Artifacts;

/// <summary>Makes archives and reads them into lines, for tests.</summary>
internal static class Tars
{
    public static TarEntry File(string path, int size, int mode = 0x1A4) =>
        new() { Path = path, Kind = TarEntryKind.File, Mode = mode, Size = size };

    public static TarEntry Folder(string path, int mode = 0x1ED) => new() { Path = path, Kind = TarEntryKind.Directory, Mode = mode };

    public static TarEntry Symlink(string path, string target) =>
        new() { Path = path, Kind = TarEntryKind.SymbolicLink, Mode = 0x1FF, LinkTarget = target };

    public static TarEntry HardLink(string path, string target) =>
        new() { Path = path, Kind = TarEntryKind.HardLink, Mode = 0x1A4, LinkTarget = target };

    public static TarEntry With(this TarEntry entry, string attribute, params byte[] value) =>
        entry with { ExtendedAttributes = entry.ExtendedAttributes.SetItem(attribute, [.. value]) };

    /// <summary>A file whose content is the text.</summary>
    public static (TarEntry Entry, byte[] Content) Text(string path, string text, int mode = 0x1A4)
    {
        byte[] content = Encoding.UTF8.GetBytes(text);
        return (File(path, content.Length, mode), content);
    }

    public static (TarEntry Entry, byte[] Content) Bare(TarEntry entry) => (entry, []);

    public static async Task<byte[]> MakeAsync(params (TarEntry Entry, byte[] Content)[] entries)
    {
        using MemoryStream archive = new();
        await using TarStreamWriter writer = new(archive, "test");
        foreach ((TarEntry entry, byte[] content) in entries)
        {
            await writer.WriteEntryAsync(entry, new MemoryStream(content), default);
        }
        await writer.FinishAsync(default);
        return archive.ToArray();
    }

    public static async Task<List<(TarEntry Entry, byte[] Content)>> ReadAsync(Stream archive, TarLimits? limits = null)
    {
        List<(TarEntry, byte[])> entries = [];
        await using TarStreamReader reader = new(archive, limits ?? TarLimits.Default, "test.tar");
        while (await reader.ReadEntryAsync(default) is { } entry)
        {
            using MemoryStream content = new();
            await reader.Content.CopyToAsync(content);
            entries.Add((entry, content.ToArray()));
        }
        return entries;
    }

    public static Task<List<(TarEntry Entry, byte[] Content)>> ReadAsync(byte[] archive) => ReadAsync(new MemoryStream(archive));

    /// <summary>Lines such as <c>-0644 0/0 3 opt/hi.txt</c>, <c>l0777 0/0 0 opt/link -> hi.txt</c>.</summary>
    public static string Line(TarEntry entry)
    {
        char kind = entry.Kind switch
        {
            TarEntryKind.Directory => 'd',
            TarEntryKind.SymbolicLink => 'l',
            TarEntryKind.HardLink => 'h',
            TarEntryKind.CharacterDevice => 'c',
            TarEntryKind.BlockDevice => 'b',
            TarEntryKind.Fifo => 'p',
            _ => '-',
        };
        string mode = Convert.ToString(entry.Mode, 8).PadLeft(4, '0');
        string target = entry.LinkTarget is null ? "" : " -> " + entry.LinkTarget;
        return string.Create(CultureInfo.InvariantCulture, $"{kind}{mode} {entry.UserId}/{entry.GroupId} {entry.Size} {entry.Path}{target}");
    }

    public static async Task<string[]> LinesAsync(byte[] archive) => [.. (await ReadAsync(archive)).Select(item => Line(item.Entry))];

    public static ImmutableArray<byte> Attribute(TarEntry entry, string name) => entry.ExtendedAttributes[name];
}
