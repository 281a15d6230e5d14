using Cos.Sdk.CloudConfig;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Tests.CloudConfig;

/// <summary>The files of <c>Data/CloudConfig</c>.</summary>
internal static class Corpus
{
    public const string CommandLine =
        "root=LABEL=COS_STATE stages.boot[0].hostname=argument stages.boot[0].commands[0]=\"echo a b\" stages.boot[0].commands[1]=true "
        + "stages.boot[1].sysctl.net.ipv4.ip_forward=1 stages.network.after[0].files[0].path=/etc/x \"stages.network.after[0].files[0].content=a b\" quiet";

    public static string Root { get; } = Repository.PathOf("tests/Cos.Sdk.Tasks.Tests/Data/CloudConfig/root");

    public static string PlanOf(string stage)
    {
        DiagnosticBag diagnostics = [];
        KernelArguments arguments = KernelArguments.Read(CommandLine, diagnostics);
        return StagePlanJson.Write(StagePlan.Create(stage, ConfigSources.Read(Root, ConfigSources.Folders, arguments, diagnostics)));
    }
}
