using System.Collections.Immutable;
using Cos.Sdk.CloudConfig;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Tests.CloudConfig;

/// <summary>A system's folders of cloud-config with every key, and the plan of each stage. <c>COS_REGENERATE=1</c> writes the plans anew.</summary>
public sealed class CorpusTests
{
    private static readonly string Folder = Repository.PathOf("tests/Cos.Sdk.Tasks.Tests/Data/CloudConfig");

    [Theory]
    [InlineData("rootfs")]
    [InlineData("initramfs")]
    [InlineData("boot")]
    [InlineData("fs")]
    [InlineData("network")]
    [InlineData("my-own-stage")]
    public void Plan_OfAStage_IsTheRecordedOne(string stage)
    {
        string file = Path.Combine(Folder, "plans", stage + ".json");
        string plan = Corpus.PlanOf(stage);
        if (Environment.GetEnvironmentVariable("COS_REGENERATE") == "1")
        {
            File.WriteAllText(file, plan);
        }

        Assert.Equal(File.ReadAllText(file), plan);
    }

    [Fact]
    public void Read_TheCorpus_HasNothingToSay()
    {
        DiagnosticBag diagnostics = [];
        ImmutableArray<(string Source, CloudConfigFile File)> sources =
            ConfigSources.Read(Corpus.Root, ConfigSources.Folders, KernelArguments.Read(Corpus.CommandLine, diagnostics), diagnostics);

        Assert.Empty(diagnostics);
        Assert.Equal(
        [
            "/system/oem/00_rootfs.yaml", "/system/oem/01_files.yaml", "/system/oem/02_network.yaml", "/oem/accounts.yml",
            "/oem/machine/90_system.yaml", "/usr/local/cloud-config/user-data.yaml", "kernel command line",
        ], sources.Select(item => item.Source));
    }

    [Fact]
    public void Plan_NeverShowsSecrets()
    {
        string all = string.Concat(StageNames.All.Select(Corpus.PlanOf));

        Assert.DoesNotContain("never shown", all, StringComparison.Ordinal);
        Assert.DoesNotContain("\"secret\"", all, StringComparison.Ordinal);
        Assert.DoesNotContain("$6$", all, StringComparison.Ordinal);
        Assert.Contains("\"passwordForm\": \"clear\"", all, StringComparison.Ordinal);
    }
}
