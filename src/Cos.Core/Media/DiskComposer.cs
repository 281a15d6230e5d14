using Cos.Sdk.Diagnostics;
using Cos.Sdk.Disks;
using Cos.Sdk.Disks.Ext2;
using Cos.Sdk.Tools;
using Microsoft.Win32.SafeHandles;

namespace Cos.Sdk.Media;

/// <summary>
/// Composes an installed disk in a file with holes: partitions, boot code, the EFI file system, and the file systems with the images. The root
/// passes once, as a stream, and becomes the image and, unless recovery is another system, the squashfs.
/// </summary>
/// <param name="tools">Runs the programs that write file systems.</param>
/// <param name="work">Absolute path of an empty folder.</param>
/// <param name="request">What is wanted.</param>
internal sealed class DiskComposer(IToolRunner tools, string work, DiskRequest request)
{
    private const string Disk = "disk.raw";
    private const string Image = "image";
    private const string Squashfs = "recovery";
    private const string SystemSquashfs = "system";
    private const int MostBootFile = 32 << 20;

    private readonly DiskPlan _plan = request.Plans[0];
    private readonly DiskIdentity _identity = new(request.Plans[0].ContentIdentity);

    private string PathOf(string name) => Path.Combine(work, name);

    /// <summary>Composes the disk.</summary>
    /// <returns>Absolute path of its file.</returns>
    /// <exception cref="CosException">The system does not fit, or lacks what a disk boots with; a program failed.</exception>
    public async Task<string> ComposeAsync(CancellationToken cancellationToken)
    {
        request.Progress?.Invoke("the system's images");
        RootFileSystemIndex index = await WriteImagesAsync(cancellationToken).ConfigureAwait(false);
        PartitionTable table = DiskLayout.Create(_plan.Sizes, _identity);
        await ReadBootFilesAsync(index, cancellationToken).ConfigureAwait(false);
        WriteBootCode(table);
        request.Progress?.Invoke("the disk");
        await new EfiPartitionWriter(tools, work, request.LogFile).WriteAsync(
            Disk, table.Find(DiskLabels.Grub)!, _identity.For("vfat"), Name(DiskFiles.SystemEfiLoader), _plan.Epoch, cancellationToken).ConfigureAwait(false);
        await WriteFileSystemsAsync(table, cancellationToken).ConfigureAwait(false);
        return PathOf(Disk);
    }

    private async Task<RootFileSystemIndex> WriteImagesAsync(CancellationToken cancellationToken)
    {
        RootFileSystemSquasher squasher = new(tools, work, request.LogFile);
        SquashfsCompression compression = SquashfsCompressions.Parse(_plan.Compression);
        RootFileSystemIndex index;
        using (SafeFileHandle file = File.OpenHandle(PathOf(Image), FileMode.CreateNew, FileAccess.Write))
        {
            Ext2Options options = new(DiskLabels.Active, _identity.For(DiskLabels.Active), (long)_plan.Sizes.Image << 20, _plan.Epoch);
            Ext2Writer image = new(file, options);
            // Where recovery is another system, this one's squashfs is needed for a moment only.
            bool isRecovery = request.WriteRecovery is null;
            index = await squasher.WriteAsync(
                request.WriteSystem, isRecovery ? Squashfs : SystemSquashfs, isRecovery ? compression : SquashfsCompression.Lz4, _plan.Epoch, cancellationToken,
                image.AddAsync).ConfigureAwait(false);
            image.Finish();
        }
        if (request.WriteRecovery is { } write)
        {
            await squasher.WriteAsync(write, Squashfs, compression, _plan.Epoch, cancellationToken).ConfigureAwait(false);
        }
        return index;
    }

    /// <summary>Copies what a disk boots with out of the system.</summary>
    private async Task ReadBootFilesAsync(RootFileSystemIndex index, CancellationToken cancellationToken)
    {
        RootFileSystemSquasher squasher = new(tools, work, request.LogFile);
        string squashfs = File.Exists(PathOf(SystemSquashfs)) ? SystemSquashfs : Squashfs;
        string[] missing = [.. BootFiles.Where(file => index.Find(file) is null).Select(file => "/" + file)];
        if (missing.Length > 0)
        {
            throw new CosException(MediaDiagnostics.SystemWithoutBootFiles(string.Join(", ", missing)));
        }
        foreach (string file in BootFiles)
        {
            await squasher.ReadFileAsync(squashfs, index.Find(file)!, PathOf(Name(file)), cancellationToken).ConfigureAwait(false);
            if (new FileInfo(PathOf(Name(file))).Length > MostBootFile)
            {
                throw new CosException(MediaDiagnostics.BootImageUnusable(file, "it is larger than 32 MiB"));
            }
        }
        if (index.Find(DiskFiles.SystemRelease) is { } release)
        {
            await squasher.ReadFileAsync(squashfs, release, PathOf(Name(DiskFiles.SystemRelease)), cancellationToken).ConfigureAwait(false);
        }
        File.Delete(PathOf(SystemSquashfs));
    }

    private static string[] BootFiles =>
        [DiskFiles.SystemBootImage, DiskFiles.SystemCoreImage, DiskFiles.SystemEfiLoader, DiskFiles.SystemMenu];

    private static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    private void WriteBootCode(PartitionTable table)
    {
        using FileStream disk = new(PathOf(Disk), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        disk.SetLength(table.Sectors * PartitionTable.SectorSize);
        PartitionTableWriter.Write(disk, table);
        BiosBoot.Install(
            disk, table.Find(DiskLabels.Bios)!, File.ReadAllBytes(PathOf(Name(DiskFiles.SystemBootImage))), File.ReadAllBytes(PathOf(Name(DiskFiles.SystemCoreImage))));
    }

    private async Task WriteFileSystemsAsync(PartitionTable table, CancellationToken cancellationToken)
    {
        Ext4PartitionWriter writer = new(tools, work, Disk, _plan.Epoch, request.LogFile);
        foreach (string label in new[] { DiskLabels.Oem, DiskLabels.Persistent })
        {
            await writer.FormatAsync(table.Find(label)!, _identity.For("ext4 " + label), holdsImages: false, cancellationToken).ConfigureAwait(false);
        }
        Partition recovery = table.Find(DiskLabels.Recovery)!;
        long size = new FileInfo(PathOf(Squashfs)).Length;
        if (size > recovery.Size - ((long)DiskSizes.FileSystemRoom << 19))
        {
            throw new CosException(MediaDiagnostics.RecoveryTooSmall(_plan.Sizes.Recovery, (size >> 20) + DiskSizes.FileSystemRoom));
        }
        await writer.FormatAsync(recovery, _identity.For("ext4 " + DiskLabels.Recovery), holdsImages: true, cancellationToken).ConfigureAwait(false);
        await writer.MakeFoldersAsync(recovery, [DiskFiles.Images], cancellationToken).ConfigureAwait(false);
        await writer.WriteAsync(recovery, Squashfs, DiskFiles.Recovery, cancellationToken).ConfigureAwait(false);

        Partition state = table.Find(DiskLabels.State)!;
        await writer.FormatAsync(state, _identity.For("ext4 " + DiskLabels.State), holdsImages: true, cancellationToken).ConfigureAwait(false);
        await writer.MakeFoldersAsync(state, [DiskFiles.Images, Path.GetDirectoryName(DiskFiles.GrubMenu)!], cancellationToken).ConfigureAwait(false);
        string release = PathOf(Name(DiskFiles.SystemRelease));
        GrubEnvironment environment = GrubEnvironment.Empty.WithTitleOf(File.Exists(release) ? File.ReadLines(release) : []);
        await File.WriteAllBytesAsync(PathOf(DiskFiles.GrubEnvironment), environment.ToBytes(), cancellationToken).ConfigureAwait(false);
        await writer.WriteAsync(state, DiskFiles.GrubEnvironment, DiskFiles.GrubEnvironment, cancellationToken).ConfigureAwait(false);
        await writer.WriteAsync(state, Name(DiskFiles.SystemMenu), DiskFiles.GrubMenu, cancellationToken).ConfigureAwait(false);
        await writer.WriteAsync(state, Image, DiskFiles.Active, cancellationToken).ConfigureAwait(false);
        // The same file becomes the other image: a second copy beside it would only take room.
        using (SafeFileHandle image = File.OpenHandle(PathOf(Image), FileMode.Open, FileAccess.ReadWrite))
        {
            Ext2Label.Write(image, (long)_plan.Sizes.Image << 20, DiskLabels.Passive, _identity.For(DiskLabels.Passive));
        }
        await writer.WriteAsync(state, Image, DiskFiles.Passive, cancellationToken).ConfigureAwait(false);
    }
}
