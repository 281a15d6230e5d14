using System.Diagnostics;
using Cos.Sdk.CloudConfig;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Tests.CloudConfig;

/// <summary>The base tree's own cloud-config and scripts.</summary>
public sealed class BaseTreeTests
{
    private static string Tree => Repository.PathOf("trees/cos/packages");

    public static TheoryData<string> Configurations { get; } =
        [.. Files("cloud-config/oem", "*.yaml").Concat(Files("features/features", "*.yaml")).Append("../../../samples/sampleOS/packages/sampleOS/03_branding.yaml")];

    public static TheoryData<string> Scripts { get; } =
        [.. Files("immutable-rootfs/91cos", "*.sh").Append("cos-setup/boot-complete")];

    [Fact]
    public void CloudConfig_HasTheDefaultFiles() => Assert.Equal(
        ["00_rootfs", "01_defaults", "02_upgrades", "03_branding", "04_accounting", "05_network", "06_recovery"],
        Files("cloud-config/oem", "*").Select(file => Path.GetFileNameWithoutExtension(file)));

    [Theory]
    [MemberData(nameof(Configurations))]
    public void Configuration_IsReadWithoutAWord(string file)
    {
        DiagnosticBag diagnostics = [];
        string text = File.ReadAllText(Path.Combine(Tree, file)).Replace("@USER@", "cos", StringComparison.Ordinal).Replace("@PASSWORD@", "!", StringComparison.Ordinal);

        CloudConfigFile? read = CloudConfigReader.Read(text, file, diagnostics);

        Assert.Empty(diagnostics.Select(diagnostic => diagnostic.ToString()));
        Assert.NotEmpty(read!.Stages);
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Script_IsAScriptForAnyShellAndMayBeRun(string file)
    {
        string script = Path.Combine(Tree, file);
        using Process shell = Process.Start(new ProcessStartInfo(file.EndsWith("module-setup.sh", StringComparison.Ordinal) ? "bash" : "sh", ["-n", script]) { RedirectStandardError = true })!;
        string said = shell.StandardError.ReadToEnd();
        shell.WaitForExit();

        Assert.Equal("", said);
        Assert.Equal(0, shell.ExitCode);
        Assert.True(OperatingSystem.IsWindows() || (File.GetUnixFileMode(script) & UnixFileMode.UserExecute) != 0);
    }

    private static IEnumerable<string> Files(string folder, string pattern) => Directory
        .EnumerateFiles(Path.Combine(Tree, folder), pattern)
        .Select(file => Path.GetRelativePath(Tree, file))
        .Order(StringComparer.Ordinal);
}
