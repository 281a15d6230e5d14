using System.Collections.Immutable;
using Cos.Sdk.CloudConfig.Actions;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.CloudConfig.Reading;

/// <summary>Reads <c>layout</c>.</summary>
internal static class DiskKeys
{
    private const int MaxLabel = 16;

    private static readonly ImmutableArray<string> FileSystems = ["ext2", "ext3", "ext4", "vfat", "xfs", "btrfs", "swap"];

    public static IEnumerable<StepAction> ReadLayout(ConfigFields step)
    {
        if (step.Section("layout", ["device", "add_partitions", "expand_partition"]) is not { } layout || ReadDevice(layout) is not { } device)
        {
            yield break;
        }
        ImmutableArray<NewPartition>.Builder partitions = ImmutableArray.CreateBuilder<NewPartition>();
        foreach (ConfigFields entry in layout.Entries("add_partitions", ["fsLabel", "pLabel", "filesystem", "size"]))
        {
            if (ReadPartition(entry) is not { } partition)
            {
                yield break;
            }
            partitions.Add(partition);
        }
        uint? expand = layout.Section("expand_partition", ["size"]) is { } section ? section.Number("size") ?? 0 : null;
        yield return new LayOutDisk(device, partitions.ToImmutable(), (int?)expand);
    }

    private static DiskDevice? ReadDevice(ConfigFields layout)
    {
        if (layout.Section("device", ["label", "path", "init_disk"]) is not { } device)
        {
            layout.Require("device");
            return null;
        }
        (string label, string path) = (device.Text("label"), device.Text("path"));
        if (label.Length == 0 == (path.Length == 0))
        {
            layout.Diagnostics.Add(CloudConfigDiagnostics.AmbiguousDevice(device.Location));
            return null;
        }
        return path.Length > 0 && device.RequirePath("path") is null ? null : new DiskDevice(label, path, device.Flag("init_disk"));
    }

    private static NewPartition? ReadPartition(ConfigFields entry)
    {
        string fileSystem = entry.Text("filesystem") is { Length: > 0 } given ? given : "ext2";
        return entry.Checked("fsLabel", entry.Text("fsLabel"), IsLabel, "a label of at most 16 letters, digits, '_', '-' and '.'") is { } label
            && entry.Checked("pLabel", entry.Text("pLabel"), text => text.Length <= 36 && text.All(IsLabelLetter), "a name of at most 36 letters, digits, '_', '-' and '.'") is { } name
            && entry.Checked("filesystem", fileSystem, known => FileSystems.Contains(known), "one of " + string.Join(", ", FileSystems)) is not null
            && (entry.Number("size") ?? (entry.Has("size") ? null : 0)) is { } size
            && entry.Checked("size", entry.Text("size"), _ => size <= int.MaxValue, "a size in MiB") is not null
                ? new NewPartition(label, name, fileSystem, (int)size)
                : null;
    }

    private static bool IsLabel(string text) => text.Length <= MaxLabel && text.All(IsLabelLetter);

    private static bool IsLabelLetter(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.';
}
