using System.Collections.Immutable;
using Cos.Device.Running;
using Cos.Device.Sources;
using Cos.Sdk.Repositories;

namespace Cos.Device.Images;

/// <summary>Makes the image of a system: an ext2 file with its tree, finalized, with its stages run.</summary>
internal sealed class SystemImage(Machine machine, TextWriter output)
{
    private static readonly string[] Shared = ["/dev", "/proc", "/sys", "/run"];

    /// <summary>Whether a tree that does not boot is refused. Otherwise nothing is run in one.</summary>
    public bool RequiresSystem { get; init; } = true;

    /// <summary>Writes it beside what is there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mebibytes">Size of the file system.</param>
    /// <param name="label">Its label.</param>
    /// <param name="source">What it holds.</param>
    /// <param name="stage">The stage that is run in it, such as <c>after-upgrade-chroot</c>.</param>
    /// <param name="cancellationToken">Ends the work; the file is removed.</param>
    public async Task WriteAsync(string path, long mebibytes, string label, ISystemSource source, string stage, CancellationToken cancellationToken)
    {
        try
        {
            await ImageFile.MakeAsync(machine, path, mebibytes, label, cancellationToken).ConfigureAwait(false);
            await ImageFile.UseAsync(machine, path, writable: true, folder => FillAsync(folder, mebibytes, source, stage, cancellationToken), cancellationToken).ConfigureAwait(false);
            using FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite);
            file.Flush(flushToDisk: true);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private async Task FillAsync(string folder, long mebibytes, ISystemSource source, string stage, CancellationToken cancellationToken)
    {
        Directory.Delete(Path.Join(folder, "lost+found"));
        try
        {
            TreeWriter tree = new(folder);
            ImmutableArray<RequiredFinalizer> finalizers = await source.WriteAsync(tree, cancellationToken).ConfigureAwait(false);
            tree.Finish();
            if (MissingOf(folder) is { } missing)
            {
                if (RequiresSystem)
                {
                    throw new DeviceException($"{source.Description} is no system that boots: it has no {missing}");
                }
                return;
            }
            foreach (string name in (string[])[.. Shared, "/oem", "/usr/local", "/tmp"])
            {
                Directory.CreateDirectory(new Machine(folder).PathOf(name));
            }
            await InsideAsync(folder, inside => RunAsync(inside, finalizers, stage, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (DeviceException failure) when (new DriveInfo(folder).AvailableFreeSpace < 1 << 20)
        {
            throw new DeviceException($"{source.Description} does not fit into an image of {mebibytes} MiB ({failure.Message}); raise DEFAULT_IMAGE_SIZE in /etc/cos/config");
        }
    }

    /// <summary>What a tree lacks to boot; null for nothing.</summary>
    private static string? MissingOf(string folder)
    {
        Machine system = new(folder);
        return ((string[])["/boot/vmlinuz", "/boot/initrd", "/etc/cos/bootargs.cfg"]).FirstOrDefault(file => !File.Exists(system.PathOf(file)));
    }

    private async Task RunAsync(Machine system, ImmutableArray<RequiredFinalizer> finalizers, string stage, CancellationToken cancellationToken)
    {
        foreach (RequiredFinalizer finalizer in finalizers)
        {
            foreach (Sdk.Trees.Step step in finalizer.Spec.Install)
            {
                await output.WriteLineAsync($"finalizing {finalizer.Package}").ConfigureAwait(false);
                await system.RunAsync(finalizer.Spec.Shell[0], [.. finalizer.Spec.Shell.Skip(1), step.Command], cancellationToken).ConfigureAwait(false);
            }
        }
        await Stages.EmitAsync(system, stage, output, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lends the tree what commands in it need: devices, the kernel's file systems, and this machine's own configuration.</summary>
    private async Task InsideAsync(string folder, Func<Machine, Task> work, CancellationToken cancellationToken)
    {
        Machine system = new(folder);
        Stack<string> mounted = new();
        try
        {
            foreach (string name in (string[])[.. Shared, .. ((string[])["/oem", "/usr/local"]).Where(MountTable.IsMountPoint)])
            {
                string target = system.PathOf(name);
                await machine.RunAsync("mount", ["--rbind", "--make-rslave", name, target], cancellationToken).ConfigureAwait(false);
                mounted.Push(target);
            }
            await work(system).ConfigureAwait(false);
        }
        finally
        {
            while (mounted.TryPop(out string? target))
            {
                await machine.RunAsync("umount", ["--recursive", "--lazy", target], CancellationToken.None).ConfigureAwait(false);
            }
        }
    }
}
