using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.IntegrationTests.Engine;
using Cos.Sdk.IntegrationTests.Sdk;
using Cos.Sdk.Tests.Repositories.Publishing;

namespace Cos.Sdk.IntegrationTests.Device;

/// <summary>
/// The partitions of an installed device on loop devices of this machine, and the device's program in mount name spaces of its own, where /etc and
/// /run are the device's.
/// </summary>
internal sealed class LoopSystem : IDisposable
{
    public static readonly string Program = Path.Combine(PackedSdk.FindRepository(), "artifacts/device/linux-amd64/cos");

    private readonly string _folder = Directory.CreateTempSubdirectory("cos-loop-").FullName;
    private readonly string _id = Convert.ToHexString(RandomNumberGenerator.GetBytes(3));

    public LoopSystem(int stateMebibytes = 320)
    {
        Command.Run("cp", "-a", "/etc", _folder);
        State = MakeDevice("state", stateMebibytes, StateLabel);
        Recovery = MakeDevice("recovery", 160, RecoveryLabel);
        Write("etc/cos/config", $"STATE_LABEL={StateLabel}\nRECOVERY_LABEL={RecoveryLabel}\nDEFAULT_IMAGE_SIZE=64\nDOWNLOADS=/run/downloads\n");
    }

    public static bool IsPossible => Environment.IsPrivilegedProcess && File.Exists("/dev/loop-control");

    public string State { get; }

    public string Recovery { get; }

    public string StateLabel => "ST" + _id;

    public string RecoveryLabel => "RE" + _id;

    /// <summary>The kernel's command line.</summary>
    public string CommandLine { get; set; } = "root=LABEL=COS_ACTIVE cos-img/filename=/cOS/active.img";

    /// <summary>Files of the system's sentinels, in /run/cos.</summary>
    public string Sentinel { get; set; } = "active_mode";

    public string PathOf(string path) => Path.Combine(_folder, path);

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
        File.WriteAllText(PathOf(path), text);
    }

    /// <summary>The tree of a system that could boot, with 200 files of its own and a shell.</summary>
    public static List<(TarEntry Entry, byte[] Content)> Tree(string version, int changed = 0)
    {
        List<(TarEntry, byte[])> entries =
        [
            Text("boot/vmlinuz", "kernel " + version), Text("boot/initrd", "initramfs"), Text("etc/cos/bootargs.cfg", "set kernel=/boot/vmlinuz\n"), Text("etc/cos/grub.cfg", "# menu\n"),
            Text("etc/os-release", $"NAME=\"Loop {version}\"\nVERSION={version}\n"),
            Text("system/oem/10_stage.yaml", """
                stages:
                  after-upgrade-chroot: [{commands: ["echo upgraded > /etc/stage"]}]
                  after-reset-chroot: [{commands: ["echo reset > /etc/stage"]}]
                """),
            File("bin/busybox", System.IO.File.ReadAllBytes("/bin/busybox"), 0x9ED),
            (new TarEntry { Path = "bin/sh", Kind = TarEntryKind.SymbolicLink, Mode = 0x1FF, LinkTarget = "busybox" }, []),
        ];
        for (int i = 0; i < 200; i++)
        {
            entries.Add(File($"usr/lib/part-{i:000}", SourceRepository.Noise(i < changed ? i + 5000 : i, 20_000 + (i * 400)), 0x1A4));
        }
        return entries;

        static (TarEntry, byte[]) Text(string path, string text) => File(path, Encoding.UTF8.GetBytes(text), 0x1A4);

        static (TarEntry, byte[]) File(string path, byte[] content, int mode) => (new TarEntry { Path = path, Kind = TarEntryKind.File, Mode = mode, Size = content.Length }, content);
    }

    /// <summary>Writes a tree into a folder.</summary>
    public string Unpack(string name, IEnumerable<(TarEntry Entry, byte[] Content)> entries)
    {
        string folder = PathOf(name);
        foreach ((TarEntry entry, byte[] content) in entries)
        {
            string path = Path.Combine(folder, entry.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (entry.Kind == TarEntryKind.SymbolicLink)
            {
                File.CreateSymbolicLink(path, entry.LinkTarget!);
                continue;
            }
            File.WriteAllBytes(path, content);
            File.SetUnixFileMode(path, (UnixFileMode)entry.Mode);
        }
        return folder;
    }

    /// <summary>Runs a command of the device.</summary>
    public async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output + await errors);
    }

    /// <summary>Runs a command that has to succeed.</summary>
    public async Task<string> DoAsync(params string[] arguments)
    {
        (int code, string output) = await RunAsync(arguments);
        Assert.True(code == 0, output);
        return output;
    }

    /// <summary>Starts a command of the device. The shell in between becomes the program, so that killing it kills that.</summary>
    public Process Start(params string[] arguments)
    {
        Assert.True(File.Exists(Program), $"{Program} is missing: (. eng/setup.sh; publish_device)");
        Write("cmdline", CommandLine + "\n");
        string script = $"""
            mount -t tmpfs tmpfs /run; mkdir -p /run/cos; : > /run/cos/{Sentinel}
            mount --bind {PathOf("etc")} /etc; mount --bind {PathOf("cmdline")} /proc/cmdline
            exec {Program} "$@"
            """;
        ProcessStartInfo start = new("unshare", ["--mount", "sh", "-ec", script, "sh", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        return Process.Start(start)!;
    }

    /// <summary>Runs a script with COS_STATE at <c>$S</c> and COS_RECOVERY at <c>$R</c>.</summary>
    public string Look(string script) => Command.Run(
        "unshare", "--mount", "sh", "-ec",
        $"mount -t tmpfs tmpfs /run; mkdir /run/s /run/r /run/i; mount {State} /run/s; mount {Recovery} /run/r; S=/run/s R=/run/r I=/run/i; {script}").Trim();

    /// <summary>Versions of the active and the passive system, after checking that both are whole and have their labels.</summary>
    public (string Active, string Passive) Versions()
    {
        string[] lines = Look("""
            for name in active passive; do
                [ -f $S/cOS/$name.img ] || { echo none none; continue; }
                e2fsck -fn $S/cOS/$name.img >/dev/null 2>&1 || echo damaged
                mount -o loop,ro $S/cOS/$name.img $I; echo "$(e2label $S/cOS/$name.img) $(sed -n s/VERSION=//p $I/etc/os-release)"; umount $I
            done
            """).Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("COS_ACTIVE ", lines[0], StringComparison.Ordinal);
        Assert.True(lines[1].StartsWith("COS_PASSIVE ", StringComparison.Ordinal) || lines[1] == "none none", lines[1]);
        return (lines[0].Split(' ')[1], lines[1].Split(' ')[1]);
    }

    public void Dispose()
    {
        Command.Try("losetup", "--detach", State);
        Command.Try("losetup", "--detach", Recovery);
        Directory.Delete(_folder, recursive: true);
    }

    private string MakeDevice(string name, int mebibytes, string label)
    {
        string file = PathOf(name + ".img");
        Command.Run("truncate", "--size", string.Create(CultureInfo.InvariantCulture, $"{mebibytes}M"), file);
        Command.Run("mke2fs", "-q", "-t", "ext4", "-F", "-L", label, file);
        return Command.Run("losetup", "--find", "--show", file).Trim();
    }
}
