using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Disks;
using Cos.Sdk.Tools;

namespace Cos.Sdk.Media;

/// <summary>
/// Makes ext4 file systems in place on a disk that is a file, and writes files into them, by e2fsprogs and without a mount. What is written
/// belongs to root, has the epoch's date, and keeps its holes.
/// </summary>
/// <param name="tools">Runs mke2fs and debugfs.</param>
/// <param name="work">Where they run; paths are relative to it, without blanks.</param>
/// <param name="disk">The disk, in that folder.</param>
/// <param name="epoch">Seconds since 1970.</param>
/// <param name="logFile">Takes what they say.</param>
internal sealed partial class Ext4PartitionWriter(IToolRunner tools, string work, string disk, long epoch, string? logFile)
{
    private const int BlockSize = 4096;

    /// <summary>What mke2fs wants to be told, whatever the machine's own file says.</summary>
    private const string Configuration = "mke2fs.conf";

    /// <summary>Makes an empty file system with the partition's name for its label.</summary>
    /// <param name="partition">Its place; all zeros.</param>
    /// <param name="id">Its identifier.</param>
    /// <param name="holdsImages">Whether it holds few and large files.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task FormatAsync(Partition partition, Guid id, bool holdsImages, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(Path.Combine(work, Configuration), "[fs_types]\n\text4 = {\n\t}\n", cancellationToken).ConfigureAwait(false);
        await RunAsync(
            ToolName.Mke2fs,
            [
                .. Ext4Format.Arguments(partition.Name, id, holdsImages),
                "-E", string.Create(CultureInfo.InvariantCulture, $"offset={partition.Offset},assume_storage_prezeroed=1,{Ext4Format.Options(id)}"),
                disk, (partition.Size / BlockSize).ToString(CultureInfo.InvariantCulture),
            ],
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes folders at the top.</summary>
    public async Task MakeFoldersAsync(Partition partition, ImmutableArray<string> folders, CancellationToken cancellationToken)
    {
        foreach (string folder in folders)
        {
            await DebugAsync(partition, "mkdir " + folder, canWrite: true, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes a file.</summary>
    /// <param name="partition">Where to.</param>
    /// <param name="file">The file, relative to the work folder.</param>
    /// <param name="path">Its path in the file system, whose folders exist.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="CosException">COS8004: it is not there afterwards, whole.</exception>
    public async Task WriteAsync(Partition partition, string file, string path, CancellationToken cancellationToken)
    {
        await DebugAsync(partition, $"write {file} {path}", canWrite: true, cancellationToken).ConfigureAwait(false);
        // debugfs ends with success whatever happened.
        string said = await DebugAsync(partition, "stat " + path, canWrite: false, cancellationToken).ConfigureAwait(false);
        string expected = new FileInfo(Path.Combine(work, file)).Length.ToString(CultureInfo.InvariantCulture);
        if (FileSize().Match(said) is not { Success: true } size || size.Groups[1].Value != expected)
        {
            throw new CosException(MediaDiagnostics.ToolFailed(
                "debugfs", 0, $"/{path} of {partition.Name} has not the {expected} bytes that were written to it", logFile));
        }
    }

    private async Task<string> DebugAsync(Partition partition, string command, bool canWrite, CancellationToken cancellationToken)
    {
        string place = string.Create(CultureInfo.InvariantCulture, $"{disk}?offset={partition.Offset}");
        ImmutableArray<string> arguments = canWrite ? ["-w", "-R", command, place] : ["-R", command, place];
        return (await RunAsync(ToolName.Debugfs, arguments, cancellationToken).ConfigureAwait(false)).Output;
    }

    private Task<ToolResult> RunAsync(ToolName tool, ImmutableArray<string> arguments, CancellationToken cancellationToken) => tools.RunAsync(
        new ToolInvocation
        {
            Tool = tool,
            Arguments = arguments,
            WorkingDirectory = work,
            Environment = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
                .Add("E2FSPROGS_FAKE_TIME", Math.Max(1, epoch).ToString(CultureInfo.InvariantCulture))
                .Add("SOURCE_DATE_EPOCH", epoch.ToString(CultureInfo.InvariantCulture))
                .Add("MKE2FS_CONFIG", Path.Combine(work, Configuration))
                .Add("DEBUGFS_PAGER", "cat"),
            LogFile = logFile,
        },
        cancellationToken);

    [GeneratedRegex(@"Size: ([0-9]+)", RegexOptions.NonBacktracking)]
    private static partial Regex FileSize();
}
