using Cos.Sdk.Diagnostics;
using Cos.Sdk.Media;

namespace Cos.Sdk.Tests.Media;

public sealed class MediumPlanTests
{
    private static readonly MediumPlan Plan = new()
    {
        SpecFile = "iso.yaml",
        FileName = "os.iso",
        Label = "COS_LIVE",
        Architecture = "x86_64",
        Epoch = 1_700_000_000,
        Compression = "zstd",
        KernelFile = "vmlinuz",
        InitrdFile = "initrd",
        RootFs = [new MediumPackage("system/größe@1.0+2", new string('1', 64))],
        Tools = ["mtools 4.0.32", "xorriso 1.5.4"],
    };

    [Fact]
    public void ToJson_IsReadBackTheSame()
    {
        MediumPlan read = MediumPlan.Parse(Plan.ToJson());

        Assert.Equal(Plan.ToJson(), read.ToJson());
        Assert.Equal(Plan.RootFs, read.RootFs);
        Assert.Contains("\"system/größe@1.0+2\"", Plan.ToJson(), StringComparison.Ordinal);
        Assert.DoesNotContain('\r', Plan.ToJson());
    }

    [Fact]
    public void ContentIdentity_ContentCountsAndToolsAndPathsDoNot()
    {
        MediumPlan[] same = [Plan, Plan with { Tools = [] }, Plan with { SpecFile = "other.yaml" }, Plan with { FileName = "x.iso" }];
        MediumPlan[] other =
        [
            Plan,
            Plan with { Epoch = 1 },
            Plan with { Label = "X" },
            Plan with { Compression = "xz" },
            Plan with { RootFs = [] },
            Plan with { Uefi = Plan.RootFs },
            Plan with { UefiImage = new string('2', 64) },
        ];

        Assert.Single(same.Select(plan => plan.ContentIdentity).Distinct());
        Assert.Equal(other.Length, other.Select(plan => plan.ContentIdentity).Distinct().Count());
    }

    [Fact]
    public void Identity_DatesAreOfTheEpochAndIdentifiersOfTheContent()
    {
        MediumIdentity identity = new("one", 1_700_000_000);
        MediumIdentity other = new("two", 1_700_000_000);

        Assert.Equal("2023111422132000", identity.Date);
        Assert.Matches("^20231114([01][0-9]|2[0-3])[0-5][0-9][0-5][0-9][0-9]{2}$", identity.VolumeDate);
        Assert.Matches("^[0-9a-f]{32}$", identity.DiskGuid);
        Assert.Matches("^[0-9a-f]{8}$", identity.FatSerial);
        Assert.NotEqual(identity.VolumeDate, other.VolumeDate);
        Assert.NotEqual(identity.DiskGuid, other.DiskGuid);
        Assert.NotEqual(identity.FatSerial, other.FatSerial);
    }

    [Theory]
    [InlineData("", "zstd")]
    [InlineData("XZ", "xz")]
    [InlineData("gzip", "gzip")]
    [InlineData("lz4", "lz4")]
    [InlineData("lzo", "lzo")]
    public void Compression_IsReadInAnyCase(string text, string spelling) => Assert.Equal(spelling, SquashfsCompressions.Parse(text).Spelling());

    [Fact]
    public void Compression_Unknown_ListsTheKnown()
    {
        Diagnostic diagnostic = Assert.Throws<CosException>(() => SquashfsCompressions.Parse("brotli")).Diagnostics[0];
        Assert.Equal("COS8024", diagnostic.Code);
        Assert.Contains("gzip, lz4, lzo, xz, zstd", diagnostic.Message, StringComparison.Ordinal);
    }
}
