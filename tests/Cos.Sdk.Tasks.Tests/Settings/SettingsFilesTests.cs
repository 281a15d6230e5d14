using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using Cos.Sdk.CloudConfig;
using Cos.Sdk.CloudConfig.Actions;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Settings;

namespace Cos.Sdk.Tests.Settings;

public sealed class SettingsFilesTests : IDisposable
{
    private readonly DiagnosticBag _diagnostics = [];

    private readonly string _folder = Directory.CreateTempSubdirectory("cos-settings-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Create_Upgrades_BecomesTheFileThatTheToolsSource()
    {
        SystemSettings settings = new()
        {
            Upgrades = new UpgradeSettings { Image = "system/myOS", Repositories = ["https://example.org/r", "registry.example.org/r:1"], RecoveryImage = "recovery/img" },
        };
        ImmutableArray<StepAction> actions = ActionsOf(Assert.Single(Create(settings)), "/system/oem/02_upgrades.yaml");

        Assert.Equal(["/etc/cos-upgrade-image", "/etc/luet/luet.yaml"], actions.Cast<WriteFile>().Select(file => file.Path));
        Assert.Equal("UPGRADE_IMAGE=system/myOS\nCHANNEL_UPGRADES=true\nVERIFY=true\nRECOVERY_IMAGE=recovery/img\n", TextOf((WriteFile)actions[0]));
        string repositories = TextOf((WriteFile)actions[1]);
        Assert.Contains("type: http", repositories, StringComparison.Ordinal);
        Assert.Contains("type: docker", repositories, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("system/myOS", "", "true")]
    [InlineData("quay.io/org/os:1.0", "", "false")]
    [InlineData("org/os:latest", "", "false")]
    [InlineData("org/os", "false", "false")]
    public void Create_Channel_IsToldByTheFormOfTheImage(string image, string channel, string expected)
    {
        SystemSettings settings = new() { Upgrades = new UpgradeSettings { Image = image, Channel = channel, Verify = "false" } };
        WriteFile file = (WriteFile)ActionsOf(Assert.Single(Create(settings)), "/system/oem/02_upgrades.yaml")[0];
        Assert.Equal($"UPGRADE_IMAGE={image}\nCHANNEL_UPGRADES={expected}\nVERIFY=false\n", TextOf(file));
    }

    [Fact]
    public void Create_NameAndAccounts_BecomeCloudConfig()
    {
        SystemSettings settings = new()
        {
            Hostname = "node",
            Users = [new SystemUser("admin", ImmutableSortedDictionary<string, string>.Empty.Add("passwd", "$6$a$b").Add("uid", "1500"), ["sudo"], ["github:admin"], IsSystem: false)],
        };
        ImmutableArray<StepAction> actions = ActionsOf(Assert.Single(Create(settings)), "/system/oem/07_settings.yaml");

        Assert.Equal("node", Assert.IsType<SetHostname>(actions[0]).Name);
        EnsureUser user = Assert.IsType<EnsureUser>(actions[1]);
        Assert.Equal(("admin", "$6$a$b", 1500u, "sudo"), (user.Name, user.Password, user.Uid, Assert.Single(user.Groups)));
        Assert.Equal(["github:admin"], Assert.IsType<AuthorizeKeys>(actions[2]).Keys);
    }

    [Fact]
    public void Create_KernelArguments_AreAddedForTheirBoots()
    {
        GeneratedFile file = Assert.Single(Create(new SystemSettings { KernelArguments = [new("quiet", ""), new("a=1", "active"), new("b", ""), new("r", "recovery")] }));
        Assert.True(file.Append);
        Assert.Equal("""
            set kernelcmd="$kernelcmd quiet b"
            if [ -z "$recoverylabel" -a "$img" = "/cOS/active.img" ]; then
                set kernelcmd="$kernelcmd a=1"
            fi
            if [ -n "$recoverylabel" ]; then
                set kernelcmd="$kernelcmd r"
            fi

            """, Encoding.UTF8.GetString(file.Content.AsSpan()));
    }

    [Fact]
    public void Create_OemWithAnError_PointsAtItsLine()
    {
        Create(new SystemSettings { Oem = [Write("a.yaml", "stages:\n  boot:\n  - fils: []\n")] });
        Assert.Equal(["COS9002 a.yaml(3,5)"], Reports());
    }

    [Theory]
    [InlineData("b.txt", "{}", "COS9052 b.txt")]
    [InlineData("b.yaml", "- a", "COS9009 b.yaml(1,1)")]
    public void Create_WrongOem_IsReported(string name, string text, string report)
    {
        Create(new SystemSettings { Oem = [Write(name, text)] });
        Assert.Equal([report], Reports());
    }

    [Theory]
    [InlineData("etc/x", "", "", "COS9050")]
    [InlineData("/etc/", "", "", "COS9050")]
    [InlineData("/etc/x", "0999", "", "COS9050")]
    [InlineData("/etc/x", "", "a b", "COS9050")]
    public void Create_WrongFile_IsReported(string target, string permissions, string owner, string code)
    {
        Create(new SystemSettings { Files = [new SystemFile(Write("f", "x"), target, permissions, owner)] });
        Assert.Equal(code, Assert.Single(_diagnostics).Code);
    }

    [Fact]
    public void Create_TooLargeMissingOrTwice_IsReported()
    {
        File.WriteAllBytes(Path.Combine(_folder, "large"), new byte[(512 << 10) + 1]);
        string small = Write("small", "x");
        Create(new SystemSettings
        {
            Files =
            [
                new SystemFile(Path.Combine(_folder, "large"), "/a", "", ""), new SystemFile(Path.Combine(_folder, "missing"), "/b", "", ""),
                new SystemFile(small, "/c", "", ""), new SystemFile(small, "/c", "", ""),
            ],
        });
        Assert.Equal(["COS9053", "COS1017", "COS9051"], _diagnostics.Select(item => item.Code));
    }

    [Theory]
    [InlineData("not a host", "", "COS9004")]
    [InlineData("", "Bad Name", "COS9004")]
    public void Create_WrongNames_AreReportedAtTheProject(string host, string user, string code)
    {
        ImmutableArray<SystemUser> users = user.Length == 0 ? [] : [new(user, ImmutableSortedDictionary<string, string>.Empty, [], [], false)];
        Create(new SystemSettings { Hostname = host, Users = users });
        Diagnostic diagnostic = Assert.Single(_diagnostics);
        Assert.Equal((code, "/p/os.cosproj", 0), (diagnostic.Code, diagnostic.Location!.File, diagnostic.Location.Line));
    }

    /// <summary>The steps are run by the shell, on files whose paths lie in a folder of the test.</summary>
    [Fact]
    public void Write_Steps_MakeTheFilesByteForByte()
    {
        byte[] random = new byte[100_000];
        new Random(7).NextBytes(random);
        GeneratedFile[] files =
        [
            Generated("text", "one\n'two' $HOME `date` \\n\n", "0600"),
            Generated("ends without a line", "x", "0644"),
            Generated("continued", "a \\\n# b\nCOS_END\nc\n", "0644"),
            Generated("with \r", "a\r\nb\n", "0644"),
            Generated("empty", "", "0644"),
            Generated("it's/deep", "ü\n", "0755"),
            new(Path.Combine(_folder, "random"), [.. random], "0640", Owner()),
        ];
        ImmutableArray<string> steps = SettingsSteps.Write([.. files]);

        Assert.True(steps.Length > 1);
        Assert.All(steps, step => Assert.InRange(step.Length, 1, 30_000));
        foreach (string step in steps)
        {
            using Process shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-ec", step]))!;
            shell.WaitForExit();
            Assert.Equal(0, shell.ExitCode);
        }
        foreach (GeneratedFile file in files)
        {
            Assert.Equal(file.Content.ToArray(), File.ReadAllBytes(file.Path));
            Assert.Equal(file.Mode, Convert.ToString((int)File.GetUnixFileMode(file.Path), 8).PadLeft(4, '0'));
        }
        Assert.Contains("'two' $HOME", steps[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Append_KeepsWhatIsThere()
    {
        string file = Write("bootargs.cfg", "set kernel=/boot/vmlinuz\n");
        string step = Assert.Single(SettingsSteps.Write([Generated("bootargs.cfg", "more\n", "0644") with { Append = true }]));
        using Process shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-ec", step]))!;
        shell.WaitForExit();
        Assert.Equal("set kernel=/boot/vmlinuz\nmore\n", File.ReadAllText(file));
    }

    [Fact]
    public void Write_Nothing_HasNoSteps() => Assert.Empty(SettingsSteps.Write([]));

    private static string Owner() => Environment.IsPrivilegedProcess ? "root:root" : Environment.UserName;

    private static string TextOf(WriteFile file) => Encoding.UTF8.GetString(file.Content.AsSpan());

    private GeneratedFile Generated(string name, string text, string mode) => new(Path.Combine(_folder, name), [.. Encoding.UTF8.GetBytes(text)], mode, Owner());

    private ImmutableArray<StepAction> ActionsOf(GeneratedFile file, string path)
    {
        Assert.Empty(_diagnostics);
        Assert.Equal(path, file.Path);
        CloudConfigFile config = CloudConfigReader.Read(Encoding.UTF8.GetString(file.Content.AsSpan()), path, _diagnostics)!;
        Assert.Empty(_diagnostics);
        CloudStage stage = Assert.Single(config.Stages);
        Assert.Equal("initramfs", stage.Name);
        return Assert.Single(stage.Steps).Actions;
    }

    private ImmutableArray<GeneratedFile> Create(SystemSettings settings) => SettingsFiles.Create(settings, "/p/os.cosproj", _diagnostics);

    private string[] Reports() => [.. _diagnostics.Select(item => $"{item.Code} {(item.Location! with { File = Path.GetFileName(item.Location.File) })}")];

    private string Write(string name, string text)
    {
        string file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }
}
