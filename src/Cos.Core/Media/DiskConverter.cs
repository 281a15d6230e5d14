using System.Collections.Immutable;
using System.IO.Compression;
using Cos.Sdk.Disks;
using Cos.Sdk.Disks.Virtual;
using Cos.Sdk.Tools;
using Microsoft.Win32.SafeHandles;

namespace Cos.Sdk.Media;

/// <summary>Turns a composed disk into one of the formats.</summary>
/// <param name="tools">Runs qemu-img.</param>
/// <param name="work">Absolute path of the work folder.</param>
/// <param name="request">What is wanted.</param>
internal sealed class DiskConverter(IToolRunner tools, string work, DiskRequest request)
{
    private const string StreamedDisk = "streamed.vmdk";

    /// <summary>Makes the file.</summary>
    /// <param name="plan">The format and its settings.</param>
    /// <param name="disk">Absolute path of the disk.</param>
    /// <param name="name">The file's final name: some formats repeat it.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Absolute path of the file, in the work folder.</returns>
    public async Task<string> ConvertAsync(DiskPlan plan, string disk, string name, CancellationToken cancellationToken)
    {
        if (plan.Format == DiskFormat.Raw)
        {
            return disk;
        }
        string file = Path.Combine(work, "out", name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        Guid id = new DiskIdentity(plan.ContentIdentity).For("file");
        VirtualMachineSettings machine = new(plan.Name, new FileInfo(disk).Length, plan.Memory, plan.Processors, plan.IsUefi, id);
        switch (plan.Format)
        {
            case DiskFormat.Qcow2:
                await WriteQcow2Async(plan, disk, file, cancellationToken).ConfigureAwait(false);
                break;
            case DiskFormat.Vmdk:
                await RunAsync(["-O", "vmdk", "-o", "adapter_type=lsilogic,subformat=monolithicSparse", disk, file], cancellationToken).ConfigureAwait(false);
                DiskFileIdentity.SetVmdk(file, id);
                break;
            case DiskFormat.Vhd:
                // force_size: the disk's own size, not that of a geometry of old.
                await RunAsync(["-O", "vpc", "-o", $"subformat={plan.VhdType},force_size=on", disk, file], cancellationToken).ConfigureAwait(false);
                DiskFileIdentity.SetVhd(file, id, plan.Epoch);
                break;
            default:
                await PackAsync(plan, machine, disk, file, cancellationToken).ConfigureAwait(false);
                break;
        }
        return file;
    }

    private async Task PackAsync(DiskPlan plan, VirtualMachineSettings machine, string disk, string file, CancellationToken cancellationToken)
    {
        string inner = plan.Format == DiskFormat.LibvirtBox
            ? Path.Combine(work, VagrantBox.LibvirtDisk)
            : await StreamAsync(plan, machine, disk, cancellationToken).ConfigureAwait(false);
        if (plan.Format == DiskFormat.LibvirtBox)
        {
            await WriteQcow2Async(plan, disk, inner, cancellationToken).ConfigureAwait(false);
        }
        FileStream output = new(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        await using (output.ConfigureAwait(false))
        {
            await (plan.Format switch
            {
                DiskFormat.Ova => OvfPackage.WriteAsync(machine, inner, plan.Epoch, output, cancellationToken),
                DiskFormat.LibvirtBox => VagrantBox.WriteLibvirtAsync(machine, plan.Architecture, inner, request.Vagrantfile, plan.Epoch, output, cancellationToken),
                _ => VagrantBox.WriteVirtualBoxAsync(machine, plan.Architecture, inner, request.Vagrantfile, plan.Epoch, output, cancellationToken),
            }).ConfigureAwait(false);
        }
    }

    /// <summary>The disk as it lies in packages; made once for all of them.</summary>
    private async Task<string> StreamAsync(DiskPlan plan, VirtualMachineSettings machine, string disk, CancellationToken cancellationToken)
    {
        string file = Path.Combine(work, StreamedDisk);
        if (!File.Exists(file))
        {
            using SafeFileHandle source = File.OpenHandle(disk, FileMode.Open, FileAccess.Read);
            FileStream output = new(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 20, FileOptions.Asynchronous);
            await using (output.ConfigureAwait(false))
            {
                CompressionLevel level = Enum.Parse<CompressionLevel>(plan.VmdkCompression);
                await VmdkWriter.WriteAsync(source, output, OvfPackage.DiskName(machine.Name), machine.Id, level, cancellationToken).ConfigureAwait(false);
            }
        }
        return file;
    }

    private Task WriteQcow2Async(DiskPlan plan, string disk, string file, CancellationToken cancellationToken)
    {
        ImmutableArray<string> compression = plan.Qcow2Compression == "none" ? ["-o", "compat=1.1"] : ["-c", "-o", "compat=1.1,compression_type=" + plan.Qcow2Compression];
        return RunAsync(["-O", "qcow2", .. compression, disk, file], cancellationToken);
    }

    private Task RunAsync(ImmutableArray<string> arguments, CancellationToken cancellationToken) => tools.RunAsync(
        new ToolInvocation
        {
            Tool = ToolName.QemuImg,
            Arguments = ["convert", "-f", "raw", .. arguments],
            WorkingDirectory = work,
            LogFile = request.LogFile,
        },
        cancellationToken);
}
