using System.Security.Cryptography;
using System.Text;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Disks.Virtual;

/// <summary>
/// Packs a virtual machine as one OVA (DMTF DSP0243, clause "OVF package"): a ustar archive with the descriptor first, the manifest of digests,
/// and the files in the order in which the descriptor names them.
/// </summary>
internal static class OvfPackage
{
    /// <summary>ustar says sizes in 33 bits.</summary>
    private const long MostBytes = (1L << 33) - 1;

    /// <summary>The name of the disk in a package.</summary>
    public static string DiskName(string machine) => machine + "-disk1.vmdk";

    /// <summary>Writes the package.</summary>
    /// <param name="machine">What it describes; its files are named after it.</param>
    /// <param name="disk">Path of the disk as a stream-optimized VMDK.</param>
    /// <param name="epoch">The files' date, in seconds since 1970.</param>
    /// <param name="output">Takes the archive.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="CosException">COS8386: the disk is too large for the format.</exception>
    public static async Task WriteAsync(VirtualMachineSettings machine, string disk, long epoch, Stream output, CancellationToken cancellationToken)
    {
        long size = new FileInfo(disk).Length;
        if (size > MostBytes)
        {
            throw new CosException(MediaDiagnostics.DiskTooLargeForOva(size >> 20));
        }
        string diskName = DiskName(machine.Name);
        byte[] descriptor = OvfDescriptor.Write(machine, diskName, size);
        string manifest =
            $"SHA256({machine.Name}.ovf)= {Convert.ToHexStringLower(SHA256.HashData(descriptor))}\n"
            + $"SHA256({diskName})= {await DigestAsync(disk, cancellationToken).ConfigureAwait(false)}\n";
        TarStreamWriter archive = new(output, machine.Name + ".ova");
        await using (archive.ConfigureAwait(false))
        {
            await BoxFiles.AddAsync(archive, machine.Name + ".ovf", descriptor, epoch, cancellationToken).ConfigureAwait(false);
            await BoxFiles.AddAsync(archive, machine.Name + ".mf", Encoding.ASCII.GetBytes(manifest), epoch, cancellationToken).ConfigureAwait(false);
            await BoxFiles.AddFileAsync(archive, diskName, disk, epoch, cancellationToken).ConfigureAwait(false);
            await archive.FinishAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<string> DigestAsync(string file, CancellationToken cancellationToken)
    {
        FileStream content = BoxFiles.Open(file);
        await using (content.ConfigureAwait(false))
        {
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken).ConfigureAwait(false));
        }
    }
}
