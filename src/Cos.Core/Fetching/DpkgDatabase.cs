using System.Collections.Immutable;
using System.Text;

namespace Cos.Sdk.Fetching;

/// <summary>dpkg's database of installed packages as it lies in a root file system: one file, or one file for each package.</summary>
internal static class DpkgDatabase
{
    private const string StatusFile = "var/lib/dpkg/status";

    private const string StatusFolder = "var/lib/dpkg/status.d/";

    /// <summary>More than any system has; what is longer is not read further.</summary>
    private const int LongestFile = 64 << 20;

    /// <summary>Whether a path, relative to the root, holds descriptions of installed packages.</summary>
    public static bool IsStatus(string path) =>
        path == StatusFile || (path.StartsWith(StatusFolder, StringComparison.Ordinal) && !path.EndsWith(".md5sums", StringComparison.Ordinal));

    /// <summary>The installed packages that a file describes, sorted by name and architecture.</summary>
    /// <param name="content">May be asynchronous only; read to its end, or to a bound.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<ImmutableArray<InstalledPackage>> ReadAsync(Stream content, CancellationToken cancellationToken) =>
        InstalledPackage.Select(ControlFile.Read(await ReadLinesAsync(content, cancellationToken).ConfigureAwait(false)));

    private static async Task<List<string>> ReadLinesAsync(Stream content, CancellationToken cancellationToken)
    {
        List<string> lines = [];
        using StreamReader reader = new(content, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, bufferSize: 65536, leaveOpen: true);
        long length = 0;
        while (length < LongestFile && await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            length += line.Length + 1;
            lines.Add(line);
        }
        return lines;
    }
}
