using System.Collections.Immutable;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Repositories;
using Cos.Sdk.Tools;

namespace Cos.Sdk.Media;

/// <summary>
/// Makes a bootable ISO: the root file system as a squashfs, kernel and initial RAM disk out of it, the EFI file system, and the boot packages
/// at the top. Needs no root, no loop device and no mount; the same request gives the same bytes.
/// </summary>
/// <param name="tools">Runs the programs that write the formats.</param>
/// <param name="diagnostics">Takes warnings.</param>
internal sealed class IsoMaker(IToolRunner tools, DiagnosticBag diagnostics)
{
    /// <summary>Every program that a medium takes.</summary>
    public static readonly ImmutableArray<ToolName> Tools = [ToolName.Xorriso, ToolName.Sqfstar, ToolName.Unsquashfs, ToolName.Mtools];

    private const string IsoFolder = "iso";
    private const string EfiFolder = "efi";
    private const string Squashfs = IsoFolder + "/rootfs.squashfs";
    private const string Kernel = IsoFolder + "/boot/kernel.xz";
    private const string Initrd = IsoFolder + "/boot/rootfs.xz";
    private const string Medium = "medium.iso";

    /// <summary>The programs with their versions, for the plan.</summary>
    /// <exception cref="CosException">One is missing or too old.</exception>
    public static async Task<ImmutableArray<string>> FindToolsAsync(IToolRunner tools, CancellationToken cancellationToken)
    {
        ImmutableArray<string>.Builder found = ImmutableArray.CreateBuilder<string>(Tools.Length);
        foreach (ToolName tool in Tools)
        {
            found.Add((await tools.FindAsync(tool, cancellationToken).ConfigureAwait(false)).ToString());
        }
        found.Sort(StringComparer.Ordinal);
        return found.ToImmutable();
    }

    /// <summary>Makes the medium and its checksum file. What was there before stays until the new one is whole.</summary>
    public async Task<IsoResult> MakeAsync(IsoRequest request, CancellationToken cancellationToken)
    {
        await FindToolsAsync(tools, cancellationToken).ConfigureAwait(false);
        string work = Path.Combine(request.WorkFolder, Path.GetRandomFileName());
        Directory.CreateDirectory(Path.Combine(work, IsoFolder));
        try
        {
            RequireRoom(request, work);
            BootLoaders loaders = await WriteBootPackagesAsync(request, work, cancellationToken).ConfigureAwait(false);
            await WriteRootFsAsync(request, work, cancellationToken).ConfigureAwait(false);
            MediumIdentity identity = new(request.Plan.ContentIdentity, request.Plan.Epoch);
            await WriteEfiAsync(request, work, identity, cancellationToken).ConfigureAwait(false);
            await WriteIsoAsync(request, work, loaders, identity, cancellationToken).ConfigureAwait(false);
            DeliveredMedium made = await MediumFile.DeliverAsync(Path.Combine(work, Medium), request.OutputFile, cancellationToken).ConfigureAwait(false);
            return new IsoResult(made.File, made.ChecksumFile, made.Sha256, made.Size, loaders);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    /// <summary>Squashfs and medium together rarely need more than the root file system itself.</summary>
    private static void RequireRoom(IsoRequest request, string work)
    {
        DiskSpace.Require(work, request.RootFsSize);
        DiskSpace.Require(Path.GetDirectoryName(request.OutputFile)!, request.RootFsSize / 2);
    }

    private async Task<BootLoaders> WriteBootPackagesAsync(IsoRequest request, string work, CancellationToken cancellationToken)
    {
        if (request.UefiImageFile is { } ready && !File.Exists(ready))
        {
            throw new CosException(MediaDiagnostics.UefiImageMissing(request.Spec, ready));
        }
        string iso = Path.Combine(work, IsoFolder);
        string efi = Path.Combine(work, EfiFolder);
        await UnpackAsync(request.WriteIsoImage, iso, "packages.isoimage", SymbolicLinkMode.Keep, request, cancellationToken).ConfigureAwait(false);
        if (request.UefiImageFile is null)
        {
            await UnpackAsync(request.WriteUefi, efi, "packages.uefi", SymbolicLinkMode.Copy, request, cancellationToken).ConfigureAwait(false);
        }
        Directory.CreateDirectory(Path.Combine(iso, "boot"));
        foreach (string folder in new[] { iso, efi }.Where(Directory.Exists))
        {
            LabelCheck.Run(folder, request.Plan.Label, request.Spec, diagnostics);
        }
        return BootLoaders.Find(iso, request.UefiImageFile is not null || Directory.Exists(efi), request.Spec);
    }

    private async Task UnpackAsync(
        Func<Stream, CancellationToken, Task>? write, string folder, string name, SymbolicLinkMode links, IsoRequest request, CancellationToken cancellationToken)
    {
        if (write is null)
        {
            return;
        }
        FolderOptions options = new(name, links, InstallationOptions.DefaultLimits, request.Plan.Epoch);
        await StreamPipe.ConnectAsync(
            async (stream, token) =>
            {
                await write(stream, token).ConfigureAwait(false);
                return true;
            },
            (tar, token) => FolderWriter.WriteFolderAsync(tar, folder, options, diagnostics, token),
            cancellationToken).ConfigureAwait(false);
    }

    private async Task WriteRootFsAsync(IsoRequest request, string work, CancellationToken cancellationToken)
    {
        RootFileSystemSquasher squasher = new(tools, work, request.LogFile);
        RootFileSystemIndex index = await squasher.WriteAsync(
            request.WriteRootFs, Squashfs, SquashfsCompressions.Parse(request.Plan.Compression), request.Plan.Epoch, cancellationToken).ConfigureAwait(false);
        string kernel = index.Find("boot/" + request.Plan.KernelFile, "initramfs.kernel_file", request.Spec);
        string initrd = index.Find("boot/" + request.Plan.InitrdFile, "initramfs.rootfs_file", request.Spec);
        await squasher.ReadFileAsync(Squashfs, kernel, Path.Combine(work, Kernel), cancellationToken).ConfigureAwait(false);
        await squasher.ReadFileAsync(Squashfs, initrd, Path.Combine(work, Initrd), cancellationToken).ConfigureAwait(false);
        if (request.Plan.Recovery is { } compression)
        {
            // What is one file under two names is stored once.
            Func<Stream, CancellationToken, Task>? write = request.WriteRecovery ?? (compression == request.Plan.Compression ? null : request.WriteRootFs);
            await new RecoverySquashfs(squasher, SquashfsCompressions.Parse(compression), request.Plan.Epoch)
                .WriteAsync(write, Path.Combine(work, Squashfs), Path.Combine(work, IsoFolder, RecoverySquashfs.FileName), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WriteEfiAsync(IsoRequest request, string work, MediumIdentity identity, CancellationToken cancellationToken)
    {
        string image = $"{IsoFolder}/{BootLoaders.UefiImage}";
        string efi = Path.Combine(work, EfiFolder);
        if (request.UefiImageFile is not null)
        {
            File.Copy(request.UefiImageFile, Path.Combine(work, image), overwrite: true);
        }
        else if (Directory.Exists(efi))
        {
            // Where firmware shows a loader nothing but this file system, it still finds what to boot.
            string minimal = "minimal/" + request.Plan.Architecture;
            ImmutableArray<EfiFile> files =
            [
                .. EfiContent.Of(efi, EfiFolder),
                new EfiFile(minimal + "/kernel.xz", Kernel, new FileInfo(Path.Combine(work, Kernel)).Length),
                new EfiFile(minimal + "/rootfs.xz", Initrd, new FileInfo(Path.Combine(work, Initrd)).Length),
            ];
            EfiContent.Check(files);
            await new EfiImageWriter(tools, work, request.LogFile)
                .WriteAsync(image, files, identity, request.Plan.Epoch, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task WriteIsoAsync(IsoRequest request, string work, BootLoaders loaders, MediumIdentity identity, CancellationToken cancellationToken) =>
        tools.RunAsync(
            new ToolInvocation
            {
                Tool = ToolName.Xorriso,
                Arguments = XorrisoArguments.Create(loaders, identity, request.Plan.Label, IsoFolder, Medium),
                WorkingDirectory = work,
                LogFile = request.LogFile,
            },
            cancellationToken);
}
