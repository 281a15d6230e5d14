using System.Collections.Immutable;
using Cos.Sdk.Disks;
using Cos.Sdk.Media;

namespace Cos.Sdk.IntegrationTests.Media;

/// <summary>Makes test disks, in this process or, as another user, in a process of its own.</summary>
internal static class DiskFactory
{
    public static readonly ImmutableArray<DiskFormat> AllFormats = [.. Enum.GetValues<DiskFormat>()];

    public static DiskRequest Request(string folder, params IEnumerable<DiskFormat> formats)
    {
        ImmutableArray<DiskPlan> plans =
        [
            .. formats.Select(format => new DiskPlan
            {
                Format = format,
                Name = "test",
                Architecture = "amd64",
                Wishes = ["system/test"],
                Packages = [],
                Epoch = TestRoots.Epoch,
                Compression = "gzip",
                Sizes = new DiskSizes { Image = 200, Recovery = 200, Persistent = 100 }.Complete(),
                Qcow2Compression = "zstd",
                Memory = 1024,
                Processors = 2,
            }),
        ];
        return new DiskRequest
        {
            Plans = plans,
            OutputFiles = [.. plans.Select(plan => Path.Combine(folder, "out", "test" + plan.Format.Extension()))],
            WriteSystem = DiskRoots.Grub.Value,
            Vagrantfile = "Vagrant.configure(\"2\") do |config|\nend\n",
            WorkFolder = Path.Combine(folder, "work"),
            LogFile = Path.Combine(folder, "disk.log"),
        };
    }

    public static Task<ImmutableArray<DeliveredMedium>> MakeAsync(DiskRequest request, CancellationToken cancellationToken) =>
        new DiskMaker(IsoFactory.Tools).MakeAsync(request, cancellationToken);
}
