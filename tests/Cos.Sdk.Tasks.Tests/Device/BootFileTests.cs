using System.Text;
using Cos.Device;
using Cos.Device.Boot;
using Cos.Device.Images;
using Cos.Device.Running;
using Cos.Sdk.Disks;

namespace Cos.Sdk.Tests.Device;

/// <summary>What the device's tools read and write around the boot: arguments, settings, mounts, the boot loader's environment, titles.</summary>
[Collection(nameof(DeviceRoot))]
public sealed class BootFileTests : IDisposable
{
    private readonly DeviceRoot _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Environment_IsChangedInPlaceOfTheOldOne()
    {
        string file = _root.PathOf("grubenv");
        EnvironmentFile.Set(file, ("saved_entry", "cos"), ("title", "a \\ b\nc"));
        EnvironmentFile.Set(file, ("next_entry", "recovery"), ("saved_entry", "fallback"));
        byte[] bytes = File.ReadAllBytes(file);
        Assert.Equal(1024, bytes.Length);
        Assert.StartsWith("# GRUB Environment Block\n", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        GrubEnvironment read = GrubEnvironment.Parse(bytes, file);
        Assert.Equal(["next_entry=recovery", "saved_entry=fallback", "title=a \\ b\nc"], read.Variables.Select(item => $"{item.Key}={item.Value}"));
        Assert.Equal(["grubenv"], Directory.EnumerateFiles(_root.Folder, "grubenv*").Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    public void Environment_ThatIsDamaged_IsMadeAnew(string content)
    {
        _root.Write("grubenv", content);
        EnvironmentFile.Set(_root.PathOf("grubenv"), ("a", "b"));
        Assert.Equal("b", GrubEnvironment.Parse(File.ReadAllBytes(_root.PathOf("grubenv")), "x").Variables["a"]);
    }

    [Fact]
    public async Task Settings_AreShellAssignments_TheUpgradesFileLast()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && File.Exists("/bin/busybox"), "the shell runs in another root");
        _root.AddProgram("true");
        _root.Write("etc/cos/config", "# comment\nexport STATE_LABEL=\"MY STATE\"\nDEFAULT_IMAGE_SIZE=700\nUPGRADE_IMAGE=first\necho noise\n");
        _root.Write("etc/cos-upgrade-image", "UPGRADE_IMAGE=system/os\nCHANNEL_UPGRADES=false\nRECOVERY_IMAGE=${RECOVERY_IMAGE:-$UPGRADE_IMAGE-recovery}\nINSECURE_REGISTRIES='a:1 b:2'\nVERIFY=false\n");
        DeviceSettings settings = await ReadAsync();
        Assert.Equal(("MY STATE", 700L, "system/os", "system/os-recovery"), (settings.StateLabel, settings.ImageSize, settings.UpgradeImage, settings.RecoveryImage));
        Assert.Equal((false, false, "COS_ACTIVE"), (settings.FromChannel, settings.Verify, settings.ActiveLabel));
        Assert.Equal(["a:1", "b:2"], settings.PlainRegistries);
    }

    [Fact]
    public async Task Settings_WithoutFiles_AreTheUsualOnes()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && File.Exists("/bin/busybox"), "the shell runs in another root");
        _root.AddProgram("true");
        DeviceSettings settings = await ReadAsync();
        Assert.Equal(("COS_STATE", null, "", true, true), (settings.StateLabel, settings.ImageSize, settings.UpgradeImage, settings.FromChannel, settings.Verify));
        _root.Write("etc/cos/config", "STATE_SIZE=-3\n");
        Assert.Contains("STATE_SIZE=-3 is no size", (await Assert.ThrowsAsync<DeviceException>(async () => (await ReadAsync()).StateSize?.ToString(System.Globalization.CultureInfo.InvariantCulture))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MountTable_PrefersAMountThatCanBeWrittenTo()
    {
        Directory.CreateDirectory(_root.PathOf("a b"));
        string spaced = _root.PathOf("a b").Replace(" ", "\\040", StringComparison.Ordinal);
        string[] lines =
        [
            $"1 2 8:4 /sub {_root.Folder} rw - ext4 /dev/sda4 rw",
            $"1 2 8:4 / {_root.Folder} ro,relatime shared:1 - ext4 /dev/sda4 ro",
            $"1 2 8:5 / /gone rw - ext4 /dev/sda5 rw",
            $"1 2 8:4 / {spaced} rw - ext4 /dev/sda4 rw",
        ];
        Assert.Equal(new MountTable.Mount(_root.PathOf("a b"), IsReadOnly: false), MountTable.Find(lines, "8:4"));
        Assert.Equal(new MountTable.Mount(_root.Folder, IsReadOnly: true), MountTable.Find(lines[..2], "8:4"));
        Assert.Null(MountTable.Find(lines, "8:5"));
    }

    [Theory]
    [InlineData("root=LABEL=COS_ACTIVE cos-img/filename=/cOS/active.img", "", false, false)]
    [InlineData("root=LABEL=COS_PASSIVE cos-img/filename=/cOS/passive.img", "", true, false)]
    [InlineData("root=live:LABEL=COS_RECOVERY rd.live.squashimg=/cOS/recovery.squashfs", "", false, true)]
    [InlineData("quiet", "run/cos/recovery_mode", false, true)]
    public void BootedFrom_IsToldByCommandLineAndSentinels(string commandLine, string sentinel, bool passive, bool recovery)
    {
        _root.Write("proc/cmdline", commandLine + "\n");
        if (sentinel.Length > 0)
        {
            _root.Write(sentinel, "");
        }
        Machine machine = new(_root.Folder);
        Assert.Equal((passive, recovery), (BootedFrom.Passive(machine), BootedFrom.Recovery(machine)));
    }

    [Fact]
    public void InstallerOptions_AreRead()
    {
        InstallerOptions options = InstallerOptions.Parse(["--force-efi", "--no-format", "--config=http://x/y.yaml", "--tty", "ttyS0", "--poweroff", "/dev/vda"]);
        Assert.Equal(new InstallerOptions("/dev/vda", Formats: false, "http://x/y.yaml", PowersOff: true, "ttyS0", Debugs: false), options);
        Assert.Equal("console=ttyS0,115200", options.Console);
        Assert.Equal("console=tty1", (options with { Terminal = "tty1" }).Console);
    }

    [Theory]
    [InlineData("usage: cos-installer")]
    [InlineData("usage: cos-installer", "/dev/a", "/dev/b")]
    [InlineData("vda is no path of a disk", "vda")]
    [InlineData("unknown option --formats", "--formats", "/dev/vda")]
    [InlineData("--config needs a value", "/dev/vda", "--config")]
    [InlineData("is no terminal", "/dev/vda", "--tty", "ttyS0 init=/bin/sh")]
    public void InstallerOptions_ThatAreWrong_AreRefused(string message, params string[] arguments) =>
        Assert.Contains(message, Assert.Throws<DeviceException>(() => InstallerOptions.Parse(arguments)).Message, StringComparison.Ordinal);

    [Fact]
    public void Recovery_ImageIsFoundOnAMedium()
    {
        Assert.Null(RecoveryPartition.FindIn(_root.Folder));
        _root.Write("cOS/recovery.squashfs", "x");
        Assert.Equal(_root.PathOf("cOS/recovery.squashfs"), RecoveryPartition.FindIn(_root.Folder));
    }

    private Task<DeviceSettings> ReadAsync() => DeviceSettings.ReadAsync(new Machine(_root.Folder), TestContext.Current.CancellationToken);
}
