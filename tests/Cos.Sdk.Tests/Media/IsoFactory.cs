using System.Collections;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Media;
using Cos.Sdk.Tools;

namespace Cos.Sdk.IntegrationTests.Media;

/// <summary>Makes test media, in this process or, as another user, in a process of its own.</summary>
internal static class IsoFactory
{
    public static readonly HostToolRunner Tools = new(HostToolOptions.Create(
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(variable => KeyValuePair.Create((string)variable.Key, (string)variable.Value!))));

    public static IsoRequest Request(string folder) => new()
    {
        Plan = new MediumPlan
        {
            SpecFile = "iso.yaml",
            FileName = "test.iso",
            Label = "COS_TEST",
            Architecture = "x86_64",
            Epoch = TestRoots.Epoch,
            Compression = "zstd",
            KernelFile = "vmlinuz",
            InitrdFile = "initrd",
        },
        Spec = new SourceLocation("/project/iso.yaml"),
        WriteRootFs = TestRoots.System,
        WriteUefi = TestRoots.Efi,
        WriteIsoImage = TestRoots.Isolinux,
        OutputFile = Path.Combine(folder, "out", "test.iso"),
        WorkFolder = Path.Combine(folder, "work with blank"),
        LogFile = Path.Combine(folder, "iso.log"),
    };

    public static Task<IsoResult> MakeAsync(IsoRequest request, DiagnosticBag diagnostics, CancellationToken cancellationToken) =>
        new IsoMaker(Tools, diagnostics).MakeAsync(request, cancellationToken);
}
