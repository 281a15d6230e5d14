using System.Formats.Tar;
using System.Globalization;

namespace Cos.Sdk.Fetching;

/// <summary>Reads apt's <c>lists</c> folder, as a tar, after apt has fetched and checked it.</summary>
internal static class PackageIndexReader
{
    /// <summary>Reads every index of packages and every release file of the archive.</summary>
    public static async Task<PackageIndex> ReadAsync(string listsFile, CancellationToken cancellationToken)
    {
        List<LockedPackage> packages = [];
        long epoch = 0;
        FileStream file = File.OpenRead(listsFile);
        await using (file.ConfigureAwait(false))
        {
            using TarReader tar = new(file);
            while (await tar.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false) is { } entry)
            {
                if (entry.DataStream is null)
                {
                    continue;
                }
                if (entry.Name.EndsWith("_Packages", StringComparison.Ordinal))
                {
                    await ReadPackagesAsync(entry.DataStream, packages, cancellationToken).ConfigureAwait(false);
                }
                else if (entry.Name.EndsWith("Release", StringComparison.Ordinal))
                {
                    epoch = Math.Max(epoch, await ReadDateAsync(entry.DataStream, cancellationToken).ConfigureAwait(false));
                }
            }
        }
        return new PackageIndex(packages, epoch);
    }

    /// <summary>Only four fields of some fifty million bytes are wanted, so this does not go through <see cref="ControlFile"/>.</summary>
    private static async Task ReadPackagesAsync(Stream content, List<LockedPackage> packages, CancellationToken cancellationToken)
    {
        using StreamReader reader = new(content, bufferSize: 1 << 16, leaveOpen: true);
        string name = "", version = "", architecture = "", sha256 = "";
        while (true)
        {
            string? line = await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false);
            if (string.IsNullOrEmpty(line))
            {
                if (name.Length > 0)
                {
                    packages.Add(new LockedPackage(name, version, architecture, sha256));
                }
                (name, version, architecture, sha256) = ("", "", "", "");
                if (line is null)
                {
                    return;
                }
            }
            else
            {
                name = Field(line, "Package: ") ?? name;
                version = Field(line, "Version: ") ?? version;
                architecture = Field(line, "Architecture: ") ?? architecture;
                sha256 = Field(line, "SHA256: ") ?? sha256;
            }
        }
    }

    private static async Task<long> ReadDateAsync(Stream content, CancellationToken cancellationToken)
    {
        using StreamReader reader = new(content, leaveOpen: true);
        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (Field(line, "Date: ") is { } date)
            {
                return DateTimeOffset.TryParseExact(
                    date, "ddd, d MMM yyyy HH:mm:ss 'UTC'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset parsed)
                    ? parsed.ToUnixTimeSeconds()
                    : 0;
            }
        }
        return 0;
    }

    private static string? Field(string line, string name) => line.StartsWith(name, StringComparison.Ordinal) ? line[name.Length..].Trim() : null;
}
