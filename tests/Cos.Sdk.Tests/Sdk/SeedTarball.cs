using System.Formats.Tar;

namespace Cos.Sdk.IntegrationTests.Sdk;

/// <summary>A root file system small enough that images on it are made in seconds: a static busybox. The same bytes in every run.</summary>
internal static class SeedTarball
{
    private const string Busybox = "/bin/busybox";

    private static readonly string[] Applets =
    [
        "sh", "cat", "chmod", "cp", "cut", "date", "dd", "echo", "env", "false", "find", "grep", "head", "id", "ln", "ls", "mkdir", "mv", "printf", "rm", "sed", "seq",
        "sha256sum", "sleep", "sort", "stat", "tail", "tar", "touch", "true", "wc",
    ];

    /// <summary>Writes the archive.</summary>
    public static void Write(string path)
    {
        Assert.True(File.Exists(Busybox), "The tests need Debian's package busybox-static: apt-get install busybox-static");
        using FileStream file = File.Create(path);
        using TarWriter writer = new(file, TarEntryFormat.Pax);
        foreach (string folder in new[] { "bin/", "boot/", "etc/", "tmp/", "var/" })
        {
            writer.WriteEntry(Dated(new PaxTarEntry(TarEntryType.Directory, folder) { Mode = (UnixFileMode)0b111_101_101 }));
        }
        using FileStream busybox = File.OpenRead(Busybox);
        writer.WriteEntry(Dated(new PaxTarEntry(TarEntryType.RegularFile, "bin/busybox") { DataStream = busybox, Mode = (UnixFileMode)0b111_101_101 }));
        foreach (string applet in Applets)
        {
            writer.WriteEntry(Dated(new PaxTarEntry(TarEntryType.SymbolicLink, $"bin/{applet}") { LinkName = "busybox" }));
        }
        using MemoryStream name = new("ID=tiny\n"u8.ToArray());
        writer.WriteEntry(Dated(new PaxTarEntry(TarEntryType.RegularFile, "etc/os-release") { DataStream = name }));
    }

    private static PaxTarEntry Dated(PaxTarEntry entry)
    {
        entry.ModificationTime = DateTimeOffset.UnixEpoch;
        return entry;
    }
}
