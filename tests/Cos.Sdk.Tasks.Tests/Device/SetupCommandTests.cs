using System.Net;
using System.Net.Sockets;
using System.Text;
using Cos.Device;

namespace Cos.Sdk.Tests.Device;

/// <summary>Runs actions on a system in a folder, each twice: the second time nothing changes.</summary>
[Collection(nameof(DeviceRoot))]
public sealed class SetupCommandTests : IDisposable
{
    private const string Key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl person";

    private readonly DeviceRoot _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task Run_Files_WritesThemWithTheirModes()
    {
        await RunTwiceAsync("""
            directories:
            - {path: /var/lib/app, permissions: 02750}
            files:
            - {path: /var/lib/app/a, content: "text", permissions: 0400}
            - {path: /new/deep/b, encoding: b64, content: /wD+, permissions: 04755}
            """);

        Assert.Equal("2750", _root.ModeOf("var/lib/app"));
        Assert.Equal(("text", "400"), (_root.Read("var/lib/app/a"), _root.ModeOf("var/lib/app/a")));
        Assert.Equal("4755", _root.ModeOf("new/deep/b"));
        Assert.Equal([0xFF, 0x00, 0xFE], File.ReadAllBytes(_root.PathOf("new/deep/b")));
    }

    [Fact]
    public async Task Run_FileBehindALink_WritesWhatItNamesInsideTheRoot()
    {
        _root.Write("usr/lib/os-release", "old");
        File.CreateSymbolicLink(_root.PathOf("etc/os-release"), "../usr/lib/os-release");
        Directory.CreateSymbolicLink(_root.PathOf("outside"), "/../../../../tmp");
        await RunTwiceAsync("files: [{path: /etc/os-release, content: new}, {path: /outside/f, content: inside}]");

        Assert.Equal("new", _root.Read("usr/lib/os-release"));
        Assert.Equal("../usr/lib/os-release", new FileInfo(_root.PathOf("etc/os-release")).LinkTarget);
        Assert.Equal("inside", _root.Read("tmp/f"));
    }

    [Fact]
    public async Task Run_Users_MakesAccountsAndHomes()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "homes are given to their users by root");
        await RunTwiceAsync($$"""
            users:
              person: {gecos: "A Person", groups: [adm, sudo], passwd: "$6$salt$hash", ssh_authorized_keys: ["{{Key}}"]}
              service: {system: true, no_create_home: true, shell: /usr/sbin/nologin, homedir: /srv, lock_passwd: true}
              guest: {no_user_group: true, uid: 4000}
              member: {primary_group: adm}
            """);

        Assert.Equal("""
            root:x:0:0:root:/root:/bin/bash
            daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
            # a comment
            person:x:1000:1000:A Person:/home/person:/bin/bash
            service:x:999:999::/srv:/usr/sbin/nologin
            guest:x:4000:100::/home/guest:/bin/bash
            member:x:1001:4::/home/member:/bin/bash

            """, _root.Read("etc/passwd"));
        Assert.Equal("root:x:0:\nadm:x:4:person\nsudo:x:27:person\nshadow:x:42:\nusers:x:100:\nperson:x:1000:\nservice:x:999:\n", _root.Read("etc/group"));
        Assert.Contains("person:$6$salt$hash::0:99999:7:::\nservice:!::0:99999:7:::\n", _root.Read("etc/shadow"), StringComparison.Ordinal);
        Assert.Equal("640", _root.ModeOf("etc/shadow"));
        Assert.Equal("root:*::\nperson:!::\nservice:!::\n", _root.Read("etc/gshadow"));
        Assert.Equal("# profile\n", _root.Read("home/person/.profile"));
        Assert.Equal("x\n", _root.Read("home/member/.config/app"));
        Assert.Equal(("700", "600"), (_root.ModeOf("home/person/.ssh"), _root.ModeOf("home/person/.ssh/authorized_keys")));
        Assert.Equal(Key + "\n", _root.Read("home/person/.ssh/authorized_keys"));
        Assert.False(Directory.Exists(_root.PathOf("srv")));
    }

    [Fact]
    public async Task Run_PasswordInClear_IsHashedOnce()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "accounts are root's");
        await RunTwiceAsync("users: {root: {passwd: secret}}");

        string hash = _root.Read("etc/shadow").Split(':')[1];
        Assert.StartsWith("$6$", hash, StringComparison.Ordinal);
        Assert.Equal(hash, Cos.Device.Running.LibC.Crypt("secret", hash));
        Assert.Equal(0, await _root.StepAsync("users: {root: {passwd: other}}"));
        Assert.NotEqual(hash, _root.Read("etc/shadow").Split(':')[1]);
    }

    [Fact]
    public async Task Run_Entities_SetsWhatIsGiven()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "accounts are root's");
        await RunTwiceAsync("""
            ensure_entities:
            - entity: |
                kind: user
                username: svc
                homedir: /srv
            - entity: |
                kind: user
                username: daemon
                shell: /bin/false
            - entity: |
                kind: group
                group_name: team
                gid: 700
                users: "a,b"
            delete_entities:
            - entity: "kind: group\ngroup_name: adm\n"
            """);

        Assert.Contains("daemon:x:1:1:daemon:/usr/sbin:/bin/false\n", _root.Read("etc/passwd"), StringComparison.Ordinal);
        Assert.Contains("svc:x:1000:1000::/srv:/usr/sbin/nologin\n", _root.Read("etc/passwd"), StringComparison.Ordinal);
        Assert.Contains("team:x:700:a,b\n", _root.Read("etc/group"), StringComparison.Ordinal);
        Assert.DoesNotContain("adm:", _root.Read("etc/group"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NetworkAndSystemFiles_WritesThem()
    {
        _root.Write("proc/sys/net/ipv4/conf/eth0.1/forwarding", "0\n");
        _root.Write("etc/hosts", "127.0.0.1\tlocalhost\n127.0.1.1\told\n::1 ip6\n");
        _root.Write("etc/environment", "KEEP=1\nEDITOR=nano\n");
        await RunTwiceAsync("""
            hostname: node.example.org
            dns: {nameservers: [192.0.2.1], search: [a, b], options: [rotate]}
            sysctl: {"net.ipv4.conf.eth0/1.forwarding": 1}
            timesyncd: {NTP: "a b"}
            environment: {EDITOR: vi, GREETING: 'say "hi" $x'}
            systemctl: {override: [{service: app, content: "[Service]"}]}
            """);

        Assert.Equal("node.example.org\n", _root.Read("etc/hostname"));
        Assert.Equal("127.0.0.1\tlocalhost\n127.0.1.1\tnode.example.org node\n::1 ip6\n", _root.Read("etc/hosts"));
        Assert.Equal("nameserver 192.0.2.1\nsearch a b\noptions rotate\n", _root.Read("etc/resolv.conf"));
        Assert.Equal("1\n", _root.Read("proc/sys/net/ipv4/conf/eth0.1/forwarding"));
        Assert.Equal("[Time]\nNTP=a b\n", _root.Read("etc/systemd/timesyncd.conf"));
        Assert.Equal("KEEP=1\nEDITOR=vi\nGREETING=\"say \\\"hi\\\" \\$x\"\n", _root.Read("etc/environment"));
        Assert.Equal("[Service]\n", _root.Read("etc/systemd/system/app.service.d/override.conf"));
    }

    [Fact]
    public async Task Run_Failure_IsSaidAndTheRestIsDone()
    {
        Assert.Equal(1, await _root.StepAsync("sysctl: {no.such: 1, kernel.panic: 5}\nhostname: still"));
        Assert.Equal("still\n", _root.Read("etc/hostname"));
        Assert.Contains("cos-setup test: /system/oem/step.yaml, step \"step\": there is no kernel parameter no.such", _root.Errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_UnreadableFile_IsSaidAndOthersAreRun()
    {
        _root.Write("oem/broken.yaml", "stages: [");
        Assert.Equal(1, await _root.StepAsync("hostname: still"));
        Assert.Equal("still\n", _root.Read("etc/hostname"));
        Assert.Contains("broken.yaml(1,9): error COS", _root.Errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Node_RestrictsToHosts()
    {
        _root.Write("etc/hostname", "node-7\n");
        Assert.Equal(0, await _root.StepAsync("node: '^other'\nhostname: wrong"));
        Assert.Equal("node-7\n", _root.Read("etc/hostname"));
        Assert.Equal(0, await _root.StepAsync("node: '^node-[0-9]$'\nhostname: right"));
        Assert.Equal("right\n", _root.Read("etc/hostname"));
    }

    [Fact]
    public async Task Run_CommandLine_IsReadInDotNotation()
    {
        _root.Write("proc/cmdline", "root=x stages.test.after[0].hostname=argument quiet\n");
        Assert.Equal(0, await _root.StepAsync("hostname: file"));
        Assert.Equal("argument\n", _root.Read("etc/hostname"));
    }

    [Fact]
    public async Task Run_Fetching_TakesFromTheWeb()
    {
        using TcpListener free = new(IPAddress.Loopback, 0);
        free.Start();
        int port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        using HttpListener server = new();
        server.Prefixes.Add($"http://127.0.0.1:{port}/");
        server.Start();
        Task serving = ServeAsync(server);
        Environment.SetEnvironmentVariable("COS_GITHUB_URL", $"http://127.0.0.1:{port}");
        Environment.SetEnvironmentVariable("COS_METADATA_URL", $"http://127.0.0.1:{port}");
        try
        {
            Assert.SkipUnless(Environment.IsPrivilegedProcess, "keys are given to root");
            _root.Write("proc/cmdline", $"cos.setup=http://127.0.0.1:{port}/setup.yaml");
            await RunTwiceAsync($$"""
                downloads: [{url: "http://127.0.0.1:{{port}}/file", path: /srv/, permissions: 0600}]
                authorized_keys: {root: ["github:someone"]}
                datasource: {providers: [file, gcp, aws], path: /oem}
                """);
            Assert.Equal(("content of /file", "600"), (_root.Read("srv/file"), _root.ModeOf("srv/file")));
            Assert.Equal(Key + "\n", _root.Read("root/.ssh/authorized_keys"));
            Assert.Equal(("#cloud-config\nhostname: from-aws\n", "600"), (_root.Read("oem/user-data.yaml"), _root.ModeOf("oem/user-data.yaml")));
            Assert.Equal("from-setup\n", _root.Read("etc/hostname"));

            Assert.Equal(1, await _root.StepAsync($"downloads: [{{url: 'http://127.0.0.1:{port}/missing', path: /srv/missing}}]"));
            Assert.Contains("/missing answered 404", _root.Errors.ToString(), StringComparison.Ordinal);
            Assert.False(File.Exists(_root.PathOf("srv/missing")));
        }
        finally
        {
            Environment.SetEnvironmentVariable("COS_GITHUB_URL", null);
            Environment.SetEnvironmentVariable("COS_METADATA_URL", null);
            server.Stop();
            await serving;
        }
    }

    [Theory]
    [InlineData("which stage?")]
    [InlineData("unknown option --plam", "--plam", "boot")]
    [InlineData("--root needs a value", "boot", "--root")]
    public async Task Run_WrongArguments_AreRefused(string message, params string[] arguments) => Assert.Contains(
        message, (await Assert.ThrowsAsync<DeviceException>(() => SetupCommand.RunAsync(arguments, _root.Output, _root.Errors, default))).Message, StringComparison.Ordinal);

    [Fact]
    public void Feature_IsALinkToTheSystemsFile()
    {
        _root.Write("system/features/vagrant.yaml", "stages: {}");
        Assert.Equal(0, FeatureCommand.Run(["--root", _root.Folder, "enable", "vagrant"], _root.Output, _root.Errors));
        Assert.Equal("/system/features/vagrant.yaml", new FileInfo(_root.PathOf("oem/features/vagrant.yaml")).LinkTarget);
        Assert.Equal(0, FeatureCommand.Run(["--root", _root.Folder, "list"], _root.Output, _root.Errors));
        Assert.Equal(0, FeatureCommand.Run(["--root", _root.Folder, "disable", "vagrant"], _root.Output, _root.Errors));
        Assert.Equal(0, FeatureCommand.Run(["--root", _root.Folder, "list"], _root.Output, _root.Errors));
        Assert.Equal("vagrant enabled\nvagrant disabled\n", _root.Output.ToString());
        Assert.Throws<DeviceException>(() => FeatureCommand.Run(["--root", _root.Folder, "enable", "../x"], _root.Output, _root.Errors));
    }

    private static async Task ServeAsync(HttpListener server)
    {
        while (server.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await server.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            string path = context.Request.Url!.AbsolutePath;
            string? answer = (path, context.Request.HttpMethod) switch
            {
                ("/file", _) => "content of /file",
                ("/setup.yaml", _) => "stages:\n  test.after:\n  - hostname: from-setup\n",
                ("/someone.keys", _) => $"{Key}\n<html>\n",
                ("/latest/api/token", "PUT") => "token",
                ("/latest/user-data", "GET") when context.Request.Headers["X-aws-ec2-metadata-token"] == "token" => "#cloud-config\nhostname: from-aws\n",
                _ => null,
            };
            context.Response.StatusCode = answer is null ? 404 : 200;
            context.Response.Close(Encoding.UTF8.GetBytes(answer ?? ""), willBlock: false);
        }
    }

    private async Task RunTwiceAsync(string keys)
    {
        int code = await _root.StepAsync(keys);
        Assert.Equal("", _root.Errors.ToString());
        Assert.Equal(0, code);
        Dictionary<string, string> before = _root.Snapshot();
        before.Remove(_root.PathOf("system/oem/step.yaml"));

        Assert.Equal(0, await _root.StepAsync(keys));

        Dictionary<string, string> after = _root.Snapshot();
        after.Remove(_root.PathOf("system/oem/step.yaml"));
        // The kernel's parameters are set each time: reading one does not tell what was set.
        Assert.Equal(before.Where(IsFile).OrderBy(item => item.Key, StringComparer.Ordinal), after.Where(IsFile).OrderBy(item => item.Key, StringComparer.Ordinal));

        static bool IsFile(KeyValuePair<string, string> item) => !item.Key.Contains("/proc/", StringComparison.Ordinal);
    }
}
