using Cos.Device.Actions;
using Cos.Device.Running;
using Cos.Sdk.CloudConfig.Actions;

namespace Cos.Sdk.Tests.Device;

/// <summary>Keys that programs of the system do, with programs that note how they are called.</summary>
[Collection(nameof(DeviceRoot))]
public sealed class ProgramStepTests : IDisposable
{
    private readonly DeviceRoot _root = new();

    public ProgramStepTests() => Assert.SkipUnless(Environment.IsPrivilegedProcess && File.Exists("/bin/busybox"), "programs run in another root, which is root's to set");

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task Modules_AreLoadedInTheirOrder()
    {
        _root.AddProgram("modprobe");
        await DoneAsync("modules: [loop, dm_mod]");
        Assert.Equal("modprobe loop\nmodprobe dm_mod\n", _root.Log);
    }

    [Fact]
    public async Task Modules_OneThatIsMissing_IsSaidAndTheOthersAreLoaded()
    {
        _root.AddProgram("modprobe", "[ \"$1\" != none ]");
        Assert.Equal(1, await _root.StepAsync("modules: [none, loop]"));
        Assert.Contains("modprobe returned 1", _root.Errors.ToString(), StringComparison.Ordinal);
        Assert.Equal("modprobe none\nmodprobe loop\n", _root.Log);
    }

    [Fact]
    public async Task Systemctl_ManagesUnits_ButStartsNoneWhereSystemdDoesNotRun()
    {
        _root.AddProgram("systemctl");
        Assert.Equal(1, await _root.StepAsync("systemctl: {enable: [a.service], disable: [b], mask: [c], start: [d]}"));
        Assert.Equal("systemctl enable --quiet -- a.service\nsystemctl disable --quiet -- b.service\nsystemctl mask --quiet -- c.service\n".Split('\n').Order(), _root.Log.Split('\n').Order());
        Assert.Contains("d.service cannot be started: systemd does not run here", _root.Errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FirstBoot_GetsItsOptions()
    {
        _root.AddProgram("systemd-firstboot");
        await DoneAsync("systemd_firstboot: {keymap: us, timezone: Europe/Berlin}");
        Assert.Equal("systemd-firstboot --keymap=us --timezone=Europe/Berlin\n", _root.Log);
    }

    [Theory]
    [InlineData("cidata", "user-data")]
    [InlineData("CIDATA", "user-data")]
    [InlineData("config-2", "openstack/latest/user_data")]
    public async Task Datasource_Cdrom_IsReadFromAMediumWithALabel(string label, string file)
    {
        _root.Write("dev/disk/by-label/" + label, "");
        _root.Write("medium/" + file, "#cloud-config\nhostname: from-a-medium\n");
        _root.AddProgram("mount", "for last; do :; done; [ \"$1 $2\" = '-o ro' ] && /bin/busybox cp -r /medium/. \"$last\"");
        _root.AddProgram("umount", "/bin/busybox rm -r \"$1\"");
        await DoneAsync("datasource: {providers: [cdrom], path: /oem}");
        Assert.Equal("#cloud-config\nhostname: from-a-medium\n", _root.Read("oem/user-data.yaml"));
        Assert.Equal($"mount -o ro /dev/disk/by-label/{label} /run/cos/metadata\numount /run/cos/metadata\n", _root.Log);
    }

    [Fact]
    public async Task Datasource_Cdrom_WithoutAMedium_IsSaid()
    {
        Assert.Equal(1, await _root.StepAsync("datasource: {providers: [cdrom], path: /oem}"));
        Assert.Contains("cdrom: there is no medium labelled cidata or config-2", _root.Errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Layout_OfAnEmptyDisk_MakesTableAndPartitions()
    {
        AddDiskPrograms(table: "", labels: "");
        await DoneAsync("""
            layout:
              device: {path: /dev/vdb, init_disk: true}
              add_partitions:
              - {fsLabel: DATA, pLabel: data, filesystem: ext4, size: 64}
              - {fsLabel: SWAP, filesystem: swap}
            """);
        Assert.Equal("label: gpt\nsize=64MiB, type=L, name=\"data\"\nsize=+, type=S, name=\"SWAP\"\n", _root.Read("tables"));
        Assert.Contains("sfdisk --quiet --lock --append --no-reread /dev/vdb\n", _root.Log, StringComparison.Ordinal);
        Assert.Contains("mkfs.ext4 -q -F -L DATA /dev/vdb1\n", _root.Log, StringComparison.Ordinal);
        Assert.Contains("mkswap -L SWAP /dev/vdb1\n", _root.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Layout_KeepsWhatIsThere_AndGrowsTheLastPartition()
    {
        AddDiskPrograms(table: "gpt", labels: "DATA");
        await DoneAsync("""
            layout:
              device: {label: DATA, init_disk: true}
              add_partitions: [{fsLabel: DATA, size: 64, filesystem: ext4}]
              expand_partition: {size: 0}
            """);
        Assert.Equal(", +\n", _root.Read("tables"));
        Assert.Contains("sfdisk --quiet --lock --no-reread -N 1 /dev/vdb\n", _root.Log, StringComparison.Ordinal);
        Assert.Contains("resize2fs /dev/vdb1\n", _root.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("mkfs", _root.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Git_GetsItsSecretsInFilesThatAreGoneAfterwards()
    {
        _root.AddProgram("git", """
            env >/environment; "$GIT_ASKPASS" "Username for" >/answers; "$GIT_ASKPASS" "Password for" >>/answers
            key="${GIT_SSH_COMMAND#* -i }"; cat "${key%% *}" >/key
            """);
        await DoneAsync("""
            git:
              url: https://git.example.org/a.git
              path: /srv/a
              branch: main
              branch_only: true
              auth: {username: me, password: hidden, private_key: "KEY", insecure: true}
            """);
        Assert.Equal("git -c http.sslVerify=false clone --quiet --branch main --single-branch -- https://git.example.org/a.git /srv/a\n", _root.Log);
        Assert.Equal("mehidden", _root.Read("answers"));
        Assert.Equal("KEY\n", _root.Read("key"));
        Assert.Contains("StrictHostKeyChecking=no", _root.Read("environment"), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_root.PathOf("run/cos")));
    }

    [Fact]
    public async Task Git_ClonesAndFollowsARealRepository()
    {
        string origin = _root.PathOf("origin");
        string clone = _root.PathOf("clone");
        Machine machine = new("/");
        ActionRunner runner = new(machine);
        await GitAsync("init", "--quiet", "--initial-branch=main", origin);
        await CommitAsync("one");
        CloneRepository action = new("file://" + origin, clone, "main", BranchOnly: false, null);
        await runner.RunAsync(action, TestContext.Current.CancellationToken);
        Assert.Equal("one", await File.ReadAllTextAsync(clone + "/file", TestContext.Current.CancellationToken));
        await CommitAsync("two");
        await runner.RunAsync(action, TestContext.Current.CancellationToken);
        Assert.Equal("two", await File.ReadAllTextAsync(clone + "/file", TestContext.Current.CancellationToken));

        async Task CommitAsync(string text)
        {
            await File.WriteAllTextAsync(origin + "/file", text);
            await GitAsync("-C", origin, "add", "file");
            await GitAsync("-C", origin, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "--quiet", "-m", text);
        }

        Task GitAsync(params string[] arguments) => machine.RunAsync("git", arguments, TestContext.Current.CancellationToken);
    }

    private void AddDiskPrograms(string table, string labels)
    {
        _root.AddProgram("blkid", $"[ \"$2\" = '{labels}' ] && echo /dev/vdb1");
        _root.AddProgram("lsblk", $"case \"$2\" in PTTYPE) echo '{table}' ;; PKNAME) echo vdb ;; PARTN) echo 1 ;; FSTYPE) echo ext4 ;; *) echo '/dev/vdb disk '; echo '/dev/vdb1 part 2048' ;; esac");
        _root.AddProgram("sfdisk", "cat >>/tables");
        foreach (string name in new[] { "partx", "udevadm", "mkfs.ext4", "mkswap", "resize2fs" })
        {
            _root.AddProgram(name);
        }
    }

    private async Task DoneAsync(string keys)
    {
        int code = await _root.StepAsync(keys);
        Assert.Equal("", _root.Errors.ToString());
        Assert.Equal(0, code);
    }
}
