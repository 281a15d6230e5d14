using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Repositories;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Media;

/// <summary>
/// The recovery system on an ISO, where an installer looks for it. A package may bring it; the package <c>recovery/cos-img</c>, when no
/// repository has it, stands for the one that is made here.
/// </summary>
/// <param name="squasher">Makes it.</param>
/// <param name="compression">How.</param>
/// <param name="epoch">Seconds since 1970.</param>
internal sealed class RecoverySquashfs(RootFileSystemSquasher squasher, SquashfsCompression compression, long epoch)
{
    /// <summary>GRUB loads the kernel of the recovery system out of the squashfs, and reads no others.</summary>
    private static readonly ImmutableArray<SquashfsCompression> ReadByGrub = [SquashfsCompression.Gzip, SquashfsCompression.Lzo, SquashfsCompression.Xz];

    private static readonly PackageName Name = new("recovery", "cos-img");

    /// <summary>The packages at the top of a medium without the one that is made here, and whether that is wished.</summary>
    /// <param name="isoImage">As the spec has them.</param>
    /// <param name="planner">Knows what repositories have.</param>
    public static (ImmutableArray<PackageRequirement> Packages, bool IsMade) Split(ImmutableArray<PackageRequirement> isoImage, InstallationPlanner planner)
    {
        bool isMade = isoImage.Any(wish => wish.Name == Name) && !planner.Has(Name);
        return isMade ? ([.. isoImage.Where(wish => wish.Name != Name)], true) : (isoImage, false);
    }

    /// <summary>Reads the setting.</summary>
    /// <exception cref="CosException">COS0006: GRUB does not read it.</exception>
    public static SquashfsCompression ParseCompression(string text) =>
        ReadByGrub.Cast<SquashfsCompression?>().FirstOrDefault(one => string.Equals(one!.Value.Spelling(), text, StringComparison.OrdinalIgnoreCase))
            ?? throw new CosException(ProjectDiagnostics.InvalidProperty(
                "CosRecoveryCompression", text, string.Join(", ", ReadByGrub.Select(one => one.Spelling())) + "; GRUB reads no others"));

    /// <summary>Its place at the top of a medium.</summary>
    public const string FileName = "recovery.squashfs";

    /// <summary>Writes it.</summary>
    /// <param name="write">Writes its root as a tar; null when it is the root file system of the medium once more.</param>
    /// <param name="root">The squashfs of the root file system.</param>
    /// <param name="file">Absolute path of the new file.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task WriteAsync(Func<Stream, CancellationToken, Task>? write, string root, string file, CancellationToken cancellationToken)
    {
        if (write is null)
        {
            if (!OperatingSystem.IsLinux() || CreateLink(root, file) != 0)
            {
                File.Copy(root, file);
            }
            return;
        }
        await squasher.WriteAsync(write, file, compression, epoch, cancellationToken).ConfigureAwait(false);
    }

    [DllImport("libc", EntryPoint = "link", BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int CreateLink([MarshalAs(UnmanagedType.LPUTF8Str)] string from, [MarshalAs(UnmanagedType.LPUTF8Str)] string to);
}
