using System.Collections.Immutable;
using System.Globalization;
using Cos.Sdk.Tools;

namespace Cos.Sdk.Media;

/// <summary>Makes the EFI file system as a file, by mtools, as an ordinary user. The bytes are a function of the files, the identity and the epoch.</summary>
/// <param name="tools">Runs mtools.</param>
/// <param name="workFolder">Where it runs; all paths are relative to it.</param>
/// <param name="logFile">Takes what it says.</param>
internal sealed class EfiImageWriter(IToolRunner tools, string workFolder, string? logFile)
{
    private const string VolumeLabel = "COS_EFI";

    /// <summary>The first second that FAT can say: 1980-01-01.</summary>
    private const long FirstFatSecond = 315_532_800;

    /// <summary>Files in one run; keeps command lines short.</summary>
    private const int MostFilesAtOnce = 100;

    /// <summary>Writes the file system.</summary>
    /// <param name="image">The file to make, relative to the work folder.</param>
    /// <param name="files">Its content, checked and sorted.</param>
    /// <param name="identity">Gives the serial number.</param>
    /// <param name="epoch">Every file's date, in seconds since 1970.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task WriteAsync(
        string image, ImmutableArray<EfiFile> files, MediumIdentity identity, long epoch, CancellationToken cancellationToken)
    {
        FatLayout layout = FatLayout.For(files);
        using (FileStream file = new(Path.Combine(workFolder, image), FileMode.Create, FileAccess.Write))
        {
            file.SetLength(layout.Sectors * 512);
        }
        await RunAsync(Format(image, layout, identity), epoch, cancellationToken).ConfigureAwait(false);
        ImmutableArray<string> folders = Folders(files);
        if (!folders.IsEmpty)
        {
            await RunAsync(["-c", "mmd", "-i", image, .. folders.Select(folder => "::" + folder)], epoch, cancellationToken).ConfigureAwait(false);
        }
        foreach (ImmutableArray<string> copy in Copies(image, files))
        {
            await RunAsync(copy, epoch, cancellationToken).ConfigureAwait(false);
        }
    }

    private static ImmutableArray<string> Format(string image, FatLayout layout, MediumIdentity identity) =>
    [
        "-c", "mformat", "-i", image,
        "-T", layout.Sectors.ToString(CultureInfo.InvariantCulture), "-h", "64", "-s", "32",
        "-c", layout.SectorsPerCluster.ToString(CultureInfo.InvariantCulture),
        .. layout.IsFat32 ? ["-F"] : new[] { "-r", layout.RootSectors.ToString(CultureInfo.InvariantCulture) },
        "-N", identity.FatSerial, "-v", VolumeLabel, "::",
    ];

    private static ImmutableArray<string> Folders(IEnumerable<EfiFile> files)
    {
        SortedSet<string> folders = new(StringComparer.Ordinal);
        foreach (EfiFile file in files)
        {
            for (int slash = file.Path.LastIndexOf('/'); slash > 0; slash = file.Path.LastIndexOf('/', slash - 1))
            {
                folders.Add(file.Path[..slash]);
            }
        }
        return [.. folders];
    }

    /// <summary>Files that keep their name go into one folder together; others go alone.</summary>
    private static IEnumerable<ImmutableArray<string>> Copies(string image, IEnumerable<EfiFile> files)
    {
        ImmutableArray<string> start = ["-c", "mcopy", "-i", image];
        foreach (IGrouping<string, EfiFile> folder in files.GroupBy(file => file.Path[..(file.Path.LastIndexOf('/') + 1)], StringComparer.Ordinal))
        {
            ILookup<bool, EfiFile> keepsName = folder.ToLookup(file => file.Source.EndsWith("/" + file.Path[folder.Key.Length..], StringComparison.Ordinal));
            foreach (EfiFile[] some in keepsName[true].Chunk(MostFilesAtOnce))
            {
                yield return [.. start, .. some.Select(file => file.Source), "::" + folder.Key];
            }
            foreach (EfiFile file in keepsName[false])
            {
                yield return [.. start, file.Source, "::" + file.Path];
            }
        }
    }

    private Task RunAsync(ImmutableArray<string> arguments, long epoch, CancellationToken cancellationToken) => tools.RunAsync(
        new ToolInvocation
        {
            Tool = ToolName.Mtools,
            Arguments = arguments,
            WorkingDirectory = workFolder,
            Environment = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
                .Add("SOURCE_DATE_EPOCH", Math.Max(epoch, FirstFatSecond).ToString(CultureInfo.InvariantCulture))
                .Add("MTOOLSRC", "/dev/null")
                .Add("MTOOLS_SKIP_CHECK", "1"),
            LogFile = logFile,
        },
        cancellationToken);
}
