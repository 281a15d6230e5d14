using Cos.Sdk.CloudConfig;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Tests.CloudConfig;

/// <summary>The files of <c>Data/CloudConfig</c>.</summary>
internal static class Corpus
{
    public static string Root { get; } = Repository.PathOf("tests/Cos.Sdk.Tasks.Tests/Data/CloudConfig/root");

    public static string CommandLine { get; } = File.ReadAllText(Repository.PathOf("tests/Cos.Sdk.Tasks.Tests/Data/CloudConfig/cmdline"));

    public static string PlanOf(string stage)
    {
        DiagnosticBag diagnostics = [];
        KernelArguments arguments = KernelArguments.Read(CommandLine, diagnostics);
        return StagePlanJson.Write(StagePlan.Create(stage, ConfigSources.Read(Root, ConfigSources.Folders, arguments, diagnostics)));
    }
}
