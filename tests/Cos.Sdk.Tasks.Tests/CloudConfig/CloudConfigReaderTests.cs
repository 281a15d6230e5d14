using Cos.Sdk.CloudConfig;
using Cos.Sdk.CloudConfig.Actions;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Tests.CloudConfig;

public sealed class CloudConfigReaderTests
{
    private readonly DiagnosticBag _diagnostics = [];

    private string[] Reports => [.. _diagnostics.Select(item => $"{item.Code} {item.Location}")];

    [Theory]
    [InlineData("stage: {}", "COS9002 f(1,1)")]
    [InlineData("name: x\ncompletely_other: 1", "COS9001 f(2,1)")]
    [InlineData("- a", "COS9009 f(1,1)")]
    [InlineData("stages:\n  boot:\n    hostname: x", "COS9010 f(3,5)")]
    [InlineData("stages:\n  boot: [x]", "COS9010 f(2,10)")]
    [InlineData("stages:\n  bot: []", "COS9011 f(2,3)")]
    [InlineData("stages:\n  boot.befor: []", "")]
    [InlineData("stages:\n  netwrk.after: []", "COS9011 f(2,3)")]
    public void Read_WrongFrame_IsReported(string text, string report) => AssertReports(text, report);

    [Theory]
    [InlineData("comands: [a]", "COS9002 f(3,5)")]
    [InlineData("iff: 'false'\n    commands: [a]", "COS9002 f(3,5)")]
    [InlineData("hostname: a_b", "COS9004 f(3,15)")]
    [InlineData("hostname: ${host}", "COS9004 f(3,15)")]
    [InlineData("node: '['\n    hostname: x", "COS9012 f(3,11)")]
    [InlineData("commands: echo", "COS1037 f(3,15)")]
    [InlineData("commands: [\"a: b\", {a: b}]", "COS1043 f(3,24)")]
    [InlineData("sysctl: {a..b: 1}", "COS9004 f(3,14)")]
    [InlineData("modules: [a b]", "COS9004 f(3,15)")]
    [InlineData("environment: {1A: x}", "COS9004 f(3,19)")]
    [InlineData("environment: {A: x}\n    environment_file: etc/x", "COS9004 f(4,23)")]
    [InlineData("timesyncd: {NTPP: x}", "COS9002 f(3,17)")]
    [InlineData("systemd_firstboot: {keymp: x}", "COS9002 f(3,25)")]
    [InlineData("systemctl: {enabled: [a]}", "COS9002 f(3,17)")]
    [InlineData("systemctl: {enable: [a b]}", "COS9004 f(3,26)")]
    [InlineData("systemctl: {override: [{content: x}]}", "COS9003 f(3,28)")]
    [InlineData("dns: {nameserver: [x]}", "COS9002 f(3,11)")]
    [InlineData("dns: {path: resolv.conf}", "COS9004 f(3,17)")]
    [InlineData("datasource: {providers: [awz]}", "COS9004 f(3,30)")]
    [InlineData("git: {url: --upload-pack=x, path: /a}", "COS9004 f(3,16)")]
    [InlineData("git: {url: x}", "COS9003 f(3,10)")]
    [InlineData("downloads: [{url: 'ftp://x/y', path: /a}]", "COS9004 f(3,23)")]
    [InlineData("downloads: [{path: /a}]", "COS9003 f(3,17)")]
    [InlineData("layout: {}", "COS9003 f(3,13)")]
    [InlineData("layout: {device: {label: a, path: /b}}", "COS9015 f(3,22)")]
    [InlineData("layout: {device: {label: a}, add_partitions: [{fsLabel: THIS_LABEL_IS_TOO_LONG}]}", "COS9004 f(3,61)")]
    [InlineData("layout: {device: {label: a}, add_partitions: [{fsLabel: A, filesystem: ext5}]}", "COS9004 f(3,76)")]
    public void Read_WrongKey_IsReportedAndLeftOut(string keys, string report)
    {
        CloudConfigFile file = AssertReports("stages:\n  boot:\n  - " + keys, report);
        Assert.DoesNotContain(file.Stages[0].Steps[0].Actions, action => action is not (SetTimeServers or RunFirstBoot or SetEnvironment or RunCommand { Command: "a: b" }));
    }

    [Theory]
    [InlineData("0999", "COS9005 f(3,37)")]
    [InlineData("644", "COS9006 f(3,37)")]
    [InlineData("420", "COS9006 f(3,37)")]
    [InlineData("1644", "COS9006 f(3,37)")]
    [InlineData("rw-r--r--", "COS9005 f(3,37)")]
    [InlineData("0", "COS9005 f(3,37)")]
    [InlineData("077777", "COS9005 f(3,37)")]
    [InlineData("17777", "COS9006 f(3,37)")]
    [InlineData("\"99999\"", "COS9005 f(3,37)")]
    [InlineData("-644", "COS9005 f(3,37)")]
    [InlineData("[0644]", "COS9005 f(3,37)")]
    public void Read_WrongMode_IsReportedAndTheFileLeftOut(string mode, string report)
    {
        CloudConfigFile file = AssertReports("stages:\n  boot:\n  - files: [{path: /a, permissions: " + mode + "}]", report);
        Assert.Empty(file.Stages[0].Steps[0].Actions);
    }

    [Theory]
    [InlineData("{path: a}", "COS9004")]
    [InlineData("{path: /a/../b}", "COS9004")]
    [InlineData("{content: a}", "COS9003")]
    [InlineData("{path: /a, encoding: rot13}", "COS9007")]
    [InlineData("{path: /a, encoding: b64, content: 'a*b'}", "COS9008")]
    [InlineData("{path: /a, encoding: gz+b64, content: aGVsbG8K}", "COS9008")]
    [InlineData("{path: /a, encoding: gz+b64, content: H4sIAAAAAAAAA8tIzcnJ}", "COS9008")]
    [InlineData("{path: /a, encoding: gz, content: hello}", "COS9008")]
    [InlineData("{path: /a, owner: A B}", "COS9004")]
    [InlineData("{path: /a, owner_string: 'a:b:c'}", "COS9004")]
    [InlineData("{path: /a, permission: 0644}", "COS9002")]
    public void Read_WrongFile_IsReported(string entry, string code)
    {
        Read("stages:\n  boot:\n  - files: [" + entry + "]");
        Assert.Equal(code, Assert.Single(_diagnostics).Code);
    }

    [Theory]
    [InlineData("{Bad: {}}", "COS9004")]
    [InlineData("{a: text}", "COS9004")]
    [InlineData("{a: {password: x}}", "COS9002")]
    [InlineData("{a: {passwd: 'a:b'}}", "COS9004")]
    [InlineData("{a: {gecos: 'a:b'}}", "COS9004")]
    [InlineData("{a: {homedir: home}}", "COS9004")]
    [InlineData("{a: {shell: bash}}", "COS9004")]
    [InlineData("{a: {uid: -1}}", "COS9004")]
    [InlineData("{a: {uid: 5000000000}}", "COS9004")]
    [InlineData("{a: {groups: [a b]}}", "COS9004")]
    [InlineData("{a: {groups: sudo}}", "COS1037")]
    [InlineData("{a: {system: 'yes'}}", "COS1037")]
    [InlineData("{a: {ssh_authorized_keys: [nonsense]}}", "COS9004")]
    public void Read_WrongUser_IsReported(string users, string code)
    {
        Read("stages:\n  boot:\n  - users: " + users);
        Assert.Equal(code, Assert.Single(_diagnostics).Code);
    }

    [Theory]
    [InlineData("      kind: robot\n      name: x\n", "COS9004 f(6)")]
    [InlineData("      username: x\n", "COS9013 f(6)")]
    [InlineData("      kind: user\n      usrname: x\n", "COS9002 f(7);COS9003 f(6)")]
    [InlineData("      kind: user\n      username: x\n      uid: many\n", "COS9004 f(8)")]
    [InlineData("      kind: user\n      username: x\n      info: 'a:b'\n", "COS9004 f(8)")]
    public void Read_WrongEntity_IsReportedAtItsLine(string entity, string reports)
    {
        Read("stages:\n  boot:\n  - ensure_entities:\n    - path: /etc/passwd\n      entity: |\n" + entity.Replace("      ", "        ", StringComparison.Ordinal));
        Assert.Equal(reports.Split(';'), Reports);
    }

    [Theory]
    [InlineData("packages: [a]", "COS9001 f(2,1)")]
    [InlineData("runcmd: a", "COS9004 f(2,9)")]
    [InlineData("runcmd: [{a: b}]", "COS9004 f(2,10)")]
    [InlineData("users: {a: b}", "COS9004 f(2,8)")]
    [InlineData("users: [{gecos: a}]", "COS9003 f(2,9)")]
    [InlineData("write_files: [{path: /a, permissions: 644}]", "COS9006 f(2,39)")]
    [InlineData("write_files: [{path: /a, append: true}]", "COS9001 f(2,26)")]
    public void Read_WrongCloudInit_IsReported(string text, string report) => AssertReports("#cloud-config\n" + text, report);

    [Fact]
    public void Read_AnError_KeepsTheRest()
    {
        CloudConfigFile file = Read("stages:\n  boot:\n  - files:\n    - {path: /a, permissions: 0999}\n    - {path: /b}\n    unknown: 1\n  - hostname: x\n")!;
        Assert.Equal(2, _diagnostics.Count);
        Assert.Equal("/b", Assert.IsType<WriteFile>(Assert.Single(file.Stages[0].Steps[0].Actions)).Path);
        Assert.Single(file.Stages[0].Steps[1].Actions);
    }

    [Theory]
    [InlineData("stages.boot.hostname=x")]
    [InlineData("stages.boot[0]=x")]
    [InlineData("stages.boot[0].hostname")]
    [InlineData("stages.boot[64].hostname=x")]
    [InlineData("stages.boot[0].commands[=x")]
    [InlineData("stages.boot[0]..a=x")]
    public void ReadArguments_WrongNotation_IsReported(string argument)
    {
        KernelArguments arguments = KernelArguments.Read("quiet " + argument, _diagnostics);
        Assert.Null(arguments.Configuration);
        Assert.Equal(["COS9014 kernel command line(1,7)"], Reports);
    }

    [Fact]
    public void ReadArguments_UnknownKey_IsReportedAtItsArgument()
    {
        KernelArguments.Read("quiet stages.boot[0].hostnme=x", _diagnostics);
        Assert.Equal(["COS9002 kernel command line(1,7)"], Reports);
    }

    [Fact]
    public void ReadArguments_SetupSource_LastWins() =>
        Assert.Equal("/b", KernelArguments.Read("cos.setup=/a cos.setup=/b", _diagnostics).Source);

    [Theory]
    [InlineData("", "n", true)]
    [InlineData("^node", "node-1", true)]
    [InlineData("^node$", "node-1", false)]
    [InlineData("^(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", false)]
    public void Matches_Node_IsDecidedInBoundedTime(string pattern, string host, bool matches) =>
        Assert.Equal(matches, NodePattern.Matches(pattern, host));

    private CloudConfigFile AssertReports(string text, string report)
    {
        CloudConfigFile? file = Read(text);
        Assert.Equal(report.Length == 0 ? [] : [report], Reports);
        return file ?? new CloudConfigFile("", []);
    }

    private CloudConfigFile? Read(string text) => CloudConfigReader.Read(text, "f", _diagnostics);
}
