using Cos.Sdk.Artifacts.Tar;

namespace Cos.Sdk.Disks.Virtual;

/// <summary>Puts files into the archives that virtual machines are packed in.</summary>
internal static class BoxFiles
{
    private const int Readable = 0x1A4;

    /// <summary>Adds a small file.</summary>
    public static async Task AddAsync(TarStreamWriter archive, string name, byte[] content, long epoch, CancellationToken cancellationToken)
    {
        using MemoryStream stream = new(content);
        await archive.WriteEntryAsync(Entry(name, content.Length, epoch), stream, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds a file of this machine.</summary>
    public static async Task AddFileAsync(TarStreamWriter archive, string name, string file, long epoch, CancellationToken cancellationToken)
    {
        FileStream content = Open(file);
        await using (content.ConfigureAwait(false))
        {
            await archive.WriteEntryAsync(Entry(name, content.Length, epoch), content, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Opens a large file to be read from its beginning to its end.</summary>
    public static FileStream Open(string file) =>
        new(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan | FileOptions.Asynchronous);

    private static TarEntry Entry(string name, long size, long epoch) =>
        new() { Path = name, Kind = TarEntryKind.File, Mode = Readable, Size = size, ModificationTime = epoch };
}
