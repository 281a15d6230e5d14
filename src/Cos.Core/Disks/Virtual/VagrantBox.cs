using System.Text;
using System.Text.Json.Nodes;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Artifacts.Tar;

namespace Cos.Sdk.Disks.Virtual;

/// <summary>
/// Packs a disk as a Vagrant box: a compressed archive with <c>metadata.json</c>, <c>Vagrantfile</c> and what its provider reads
/// (Vagrant documentation, "Box file format"; vagrant-libvirt, "Box format").
/// </summary>
internal static class VagrantBox
{
    /// <summary>The disk of a libvirt box.</summary>
    public const string LibvirtDisk = "box.img";

    /// <summary>The descriptor of a VirtualBox box.</summary>
    public const string VirtualBoxDescriptor = "box.ovf";

    /// <summary>What Vagrant calls an architecture is what images do.</summary>
    private static readonly Compression Gzip = new(CompressionAlgorithm.Gzip, 1);

    /// <summary>Writes a box for libvirt.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="architecture">OCI name.</param>
    /// <param name="disk">Path of the disk as qcow2.</param>
    /// <param name="vagrantfile">The box's own Vagrantfile.</param>
    /// <param name="epoch">The files' date, in seconds since 1970.</param>
    /// <param name="output">Takes the box.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static Task WriteLibvirtAsync(
        VirtualMachineSettings machine, string architecture, string disk, string vagrantfile, long epoch, Stream output, CancellationToken cancellationToken) =>
        WriteAsync(
            new JsonObject
            {
                ["architecture"] = architecture,
                ["format"] = "qcow2",
                ["provider"] = "libvirt",
                // Whole GiB, rounded up.
                ["virtual_size"] = (machine.DiskSize + (1 << 30) - 1) >> 30,
            },
            vagrantfile, [], LibvirtDisk, disk, epoch, output, cancellationToken);

    /// <summary>Writes a box for VirtualBox.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="architecture">OCI name.</param>
    /// <param name="disk">Path of the disk as a stream-optimized VMDK.</param>
    /// <param name="vagrantfile">The box's own Vagrantfile.</param>
    /// <param name="epoch">The files' date, in seconds since 1970.</param>
    /// <param name="output">Takes the box.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static Task WriteVirtualBoxAsync(
        VirtualMachineSettings machine, string architecture, string disk, string vagrantfile, long epoch, Stream output, CancellationToken cancellationToken)
    {
        string name = OvfPackage.DiskName(machine.Name);
        byte[] descriptor = OvfDescriptor.Write(machine, name, new FileInfo(disk).Length);
        return WriteAsync(
            new JsonObject { ["architecture"] = architecture, ["provider"] = "virtualbox" },
            vagrantfile, [(VirtualBoxDescriptor, descriptor)], name, disk, epoch, output, cancellationToken);
    }

    private static async Task WriteAsync(
        JsonObject metadata, string vagrantfile, (string Name, byte[] Content)[] besides, string diskName, string disk, long epoch, Stream output,
        CancellationToken cancellationToken)
    {
        Stream compressed = Gzip.OpenWrite(output);
        await using (compressed.ConfigureAwait(false))
        {
            TarStreamWriter archive = new(compressed, "the box");
            await using (archive.ConfigureAwait(false))
            {
                await BoxFiles.AddAsync(archive, "metadata.json", Encoding.UTF8.GetBytes(metadata.ToJsonString() + "\n"), epoch, cancellationToken).ConfigureAwait(false);
                await BoxFiles.AddAsync(archive, "Vagrantfile", Encoding.UTF8.GetBytes(vagrantfile), epoch, cancellationToken).ConfigureAwait(false);
                foreach ((string name, byte[] content) in besides)
                {
                    await BoxFiles.AddAsync(archive, name, content, epoch, cancellationToken).ConfigureAwait(false);
                }
                await BoxFiles.AddFileAsync(archive, diskName, disk, epoch, cancellationToken).ConfigureAwait(false);
                await archive.FinishAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
