using System.Collections.Immutable;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Files;
using Cos.Sdk.Tools;

namespace Cos.Sdk.Media;

/// <summary>
/// Makes installed disks: composed once, delivered in each format. Needs no root, no loop device, no mount and no engine; the same request gives
/// the same bytes. What was there before stays until the new one is whole.
/// </summary>
/// <param name="tools">Runs the programs that write the formats.</param>
internal sealed class DiskMaker(IToolRunner tools)
{
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    /// <summary>The programs that a format takes.</summary>
    public static ImmutableArray<ToolName> ToolsOf(DiskFormat format) =>
    [
        ToolName.Sqfstar, ToolName.Unsquashfs, ToolName.Mtools, ToolName.Mke2fs, ToolName.Debugfs,
        .. format.TakesQemu() ? [ToolName.QemuImg] : Array.Empty<ToolName>(),
    ];

    /// <summary>The programs with their versions, for the plan.</summary>
    /// <exception cref="CosException">One is missing or too old.</exception>
    public static async Task<ImmutableArray<string>> FindToolsAsync(IToolRunner tools, DiskFormat format, CancellationToken cancellationToken)
    {
        List<string> found = [];
        foreach (ToolName tool in ToolsOf(format))
        {
            found.Add((await tools.FindAsync(tool, cancellationToken).ConfigureAwait(false)).ToString());
        }
        return [.. found.Order(StringComparer.Ordinal)];
    }

    /// <summary>Makes the disk and delivers it in each format, each with its checksum.</summary>
    public async Task<ImmutableArray<DeliveredMedium>> MakeAsync(DiskRequest request, CancellationToken cancellationToken)
    {
        foreach (DiskPlan plan in request.Plans)
        {
            await FindToolsAsync(tools, plan.Format, cancellationToken).ConfigureAwait(false);
        }
        // One name, so that what a killed build left is found and removed by the next one.
        string work = Path.Combine(request.WorkFolder, "disk");
        using FileLock turn = await FileLock.TakeAsync(work + ".lock", waiting: null, Patience, cancellationToken).ConfigureAwait(false);
        Remove(work);
        Directory.CreateDirectory(work);
        try
        {
            string disk = await new DiskComposer(tools, work, request).ComposeAsync(cancellationToken).ConfigureAwait(false);
            return await DeliverAsync(request, work, disk, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException failure) when (DiskSpace.Explain(failure, work, 0) is { } full)
        {
            throw new CosException(full, failure);
        }
        finally
        {
            Remove(work);
        }
    }

    private async Task<ImmutableArray<DeliveredMedium>> DeliverAsync(DiskRequest request, string work, string disk, CancellationToken cancellationToken)
    {
        DiskConverter converter = new(tools, work, request);
        ImmutableArray<DeliveredMedium>.Builder delivered = ImmutableArray.CreateBuilder<DeliveredMedium>();
        // The disk itself goes last: the others are made of it.
        foreach ((DiskPlan plan, string output) in request.Plans.Zip(request.OutputFiles).OrderBy(item => item.First.Format == DiskFormat.Raw))
        {
            request.Progress?.Invoke(Path.GetFileName(output));
            string made = await converter.ConvertAsync(plan, disk, Path.GetFileName(output), cancellationToken).ConfigureAwait(false);
            delivered.Add(await MediumFile.DeliverAsync(made, output, cancellationToken).ConfigureAwait(false));
        }
        return delivered.ToImmutable();
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
