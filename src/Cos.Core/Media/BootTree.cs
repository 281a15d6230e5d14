using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Files;
using Cos.Sdk.Tools;

namespace Cos.Sdk.Media;

/// <summary>
/// What a virtual machine boots without a medium: the root file system as a squashfs, its kernel and initial RAM disk beside it. Made when its
/// plan is another one than last time.
/// </summary>
/// <param name="tools">Runs the squashfs tools.</param>
/// <param name="folder">Absolute path of its folder.</param>
internal sealed class BootTree(IToolRunner tools, string folder)
{
    /// <summary>The programs that it takes.</summary>
    public static readonly ImmutableArray<ToolName> Tools = [ToolName.Sqfstar, ToolName.Unsquashfs];

    private const string Squashfs = "root.squashfs";

    /// <summary>Absolute path of the root file system.</summary>
    public string RootFileSystem => Path.Combine(folder, Squashfs);

    /// <summary>Absolute path of the kernel.</summary>
    public string Kernel => Path.Combine(folder, "kernel");

    /// <summary>Absolute path of the initial RAM disk.</summary>
    public string Initrd => Path.Combine(folder, "initrd");

    private string Made => Path.Combine(folder, "made.json");

    /// <summary>Whether it is the one of this plan.</summary>
    public bool IsMade(MediumPlan plan) =>
        File.Exists(Made) && File.ReadAllText(Made) == plan.ToJson() && File.Exists(RootFileSystem) && File.Exists(Kernel) && File.Exists(Initrd);

    /// <summary>Makes it. What was there before stays until the new one is whole.</summary>
    /// <param name="plan">What it is.</param>
    /// <param name="spec">What names kernel and initial RAM disk, for messages.</param>
    /// <param name="write">Writes the root file system as a tar.</param>
    /// <param name="logFile">Takes what the tools say.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task MakeAsync(
        MediumPlan plan, SourceLocation spec, Func<Stream, CancellationToken, Task> write, string logFile, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        string work = Path.Combine(folder, Path.GetRandomFileName());
        Directory.CreateDirectory(work);
        try
        {
            RootFileSystemSquasher squasher = new(tools, work, logFile);
            RootFileSystemIndex index = await squasher.WriteAsync(
                write, Squashfs, SquashfsCompressions.Parse(plan.Compression), plan.Epoch, cancellationToken).ConfigureAwait(false);
            string kernel = index.Find("boot/" + plan.KernelFile, "initramfs.kernel_file", spec);
            string initrd = index.Find("boot/" + plan.InitrdFile, "initramfs.rootfs_file", spec);
            await squasher.ReadFileAsync(Squashfs, kernel, Path.Combine(work, "kernel"), cancellationToken).ConfigureAwait(false);
            await squasher.ReadFileAsync(Squashfs, initrd, Path.Combine(work, "initrd"), cancellationToken).ConfigureAwait(false);
            File.Delete(Made);
            foreach (string file in new[] { RootFileSystem, Kernel, Initrd })
            {
                File.Move(Path.Combine(work, Path.GetFileName(file)), file, overwrite: true);
            }
            AtomicFile.Write(Made, plan.ToJson());
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }
}
