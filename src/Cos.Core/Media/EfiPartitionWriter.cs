using System.Collections.Immutable;
using System.Globalization;
using Cos.Sdk.Disks;
using Cos.Sdk.Tools;

namespace Cos.Sdk.Media;

/// <summary>Makes the EFI system partition in place, as FAT32, with its loader. The bytes are a function of the loader, the identifier and the epoch.</summary>
/// <param name="tools">Runs mtools.</param>
/// <param name="work">Where it runs; paths are relative to it.</param>
/// <param name="logFile">Takes what it says.</param>
internal sealed class EfiPartitionWriter(IToolRunner tools, string work, string? logFile)
{
    /// <summary>The first second that FAT can say: 1980-01-01.</summary>
    private const long FirstFatSecond = 315_532_800;

    /// <summary>From here on clusters of one sector would be too many for some readers.</summary>
    private const long LargeSectors = (260L << 20) / PartitionTable.SectorSize;

    /// <summary>Writes the file system.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="partition">Its place there.</param>
    /// <param name="id">Gives the serial number.</param>
    /// <param name="loader">The loader's file.</param>
    /// <param name="epoch">Every file's date, in seconds since 1970.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task WriteAsync(string disk, Partition partition, Guid id, string loader, long epoch, CancellationToken cancellationToken)
    {
        string place = string.Create(CultureInfo.InvariantCulture, $"{disk}@@{partition.Offset}");
        string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
        Task RunAsync(params ImmutableArray<string> arguments) => this.RunAsync(arguments, epoch, cancellationToken);
        await RunAsync(
            "-c", "mformat", "-i", place, "-F", "-T", Number(partition.Sectors), "-h", "64", "-s", "32", "-H", Number(partition.FirstSector),
            "-c", partition.Sectors < LargeSectors ? "1" : "8", "-N", id.ToString("N")[..8], "-v", DiskLabels.Grub, "::").ConfigureAwait(false);
        string folder = DiskFiles.EfiLoader[..DiskFiles.EfiLoader.LastIndexOf('/')];
        await RunAsync("-c", "mmd", "-i", place, "::" + folder[..folder.IndexOf('/', StringComparison.Ordinal)], "::" + folder).ConfigureAwait(false);
        await RunAsync("-c", "mcopy", "-i", place, loader, "::" + DiskFiles.EfiLoader).ConfigureAwait(false);
    }

    private Task RunAsync(ImmutableArray<string> arguments, long epoch, CancellationToken cancellationToken) => tools.RunAsync(
        new ToolInvocation
        {
            Tool = ToolName.Mtools,
            Arguments = arguments,
            WorkingDirectory = work,
            Environment = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
                .Add("SOURCE_DATE_EPOCH", Math.Max(epoch, FirstFatSecond).ToString(CultureInfo.InvariantCulture))
                .Add("MTOOLSRC", "/dev/null")
                .Add("MTOOLS_SKIP_CHECK", "1"),
            LogFile = logFile,
        },
        cancellationToken);
}
