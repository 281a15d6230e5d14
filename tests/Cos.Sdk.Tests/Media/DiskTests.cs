using System.Collections.Immutable;
using System.Diagnostics;
using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Disks;
using Cos.Sdk.IntegrationTests.Engine;
using Cos.Sdk.Media;
using Cos.Sdk.Running;

namespace Cos.Sdk.IntegrationTests.Media;

/// <summary>One disk in every format, made by the tests' user; most tests look at it.</summary>
public sealed class DiskFixture : IAsyncLifetime
{
    internal string Folder { get; } = Directory.CreateTempSubdirectory("cos-disk-").FullName;

    internal ImmutableDictionary<DiskFormat, DeliveredMedium> Media { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        ImmutableArray<DeliveredMedium> made = await DiskFactory.MakeAsync(DiskFactory.Request(Folder, DiskFactory.AllFormats), CancellationToken.None);
        Media = DiskFactory.AllFormats.ToImmutableDictionary(
            format => format, format => made.Single(medium => medium.File.EndsWith("test" + format.Extension(), StringComparison.Ordinal)));
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}

public sealed class DiskTests(DiskFixture fixture) : IClassFixture<DiskFixture>, IDisposable
{
    private static readonly XNamespace Ovf = "http://schemas.dmtf.org/ovf/envelope/1";
    private static readonly XNamespace Rasd = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData";

    private static readonly bool Soak = Environment.GetEnvironmentVariable("COS_SOAK") == "1";

    private readonly string _folder = Directory.CreateTempSubdirectory("cos-disk-test-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Raw => fixture.Media[DiskFormat.Raw].File;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TheDisk_HasThePartitionsThatOthersRead()
    {
        string table = Command.Run("sgdisk", "--verify", "--print", Raw);
        Assert.Contains("No problems found", table, StringComparison.Ordinal);
        Assert.Equal(
            ["bios EF02", "COS_GRUB EF00", "COS_OEM 8300", "COS_STATE 8300", "COS_RECOVERY 8300", "COS_PERSISTENT 8300"],
            table.Split('\n').SkipWhile(line => !line.StartsWith("Number", StringComparison.Ordinal)).Skip(1).Where(line => line.Length > 0)
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(words => $"{words[6]} {words[5]}"));
    }

    [Fact]
    public void TheFileSystems_AreSound_AndHoldTheImages()
    {
        PartitionTable table = Table();
        foreach (Partition partition in table.Partitions.Skip(2))
        {
            string file = Cut(partition);
            Command.Run("e2fsck", "-f", "-n", file);
            Assert.Equal(partition.Name, Command.Run("e2label", file).Trim());
            File.Delete(file);
        }
        Partition grub = table.Find(DiskLabels.Grub)!;
        Assert.Contains("BOOTX64", Command.Run("mdir", "-i", $"{Raw}@@{grub.Offset}", "-b", "::/EFI/BOOT"), StringComparison.OrdinalIgnoreCase);
        string vfat = Cut(grub);
        Assert.Contains("COS_GRUB", Command.Run("fsck.vfat", "-n", "-v", vfat) + Command.Run("blkid", "-o", "value", "-s", "LABEL", "-p", vfat), StringComparison.Ordinal);

        foreach ((string path, string label) in new[] { (DiskFiles.Active, DiskLabels.Active), (DiskFiles.Passive, DiskLabels.Passive) })
        {
            string image = Path.Combine(_folder, "image");
            Debug(DiskLabels.State, $"dump {path} {image}");
            Assert.Equal(200 << 20, new FileInfo(image).Length);
            Command.Run("e2fsck", "-f", "-n", image);
            Assert.Equal(label, Command.Run("e2label", image).Trim());
            Assert.Contains("01 00 00 02 00 20", Command.Run("debugfs", "-R", "ea_get -x usr/ping security.capability", image), StringComparison.Ordinal);
            Assert.Matches("User: +1000", Command.Run("debugfs", "-R", "stat usr/ping", image));
        }
        Assert.Equal("# GRUB Environment Block\n" + new string('#', 999), Debug(DiskLabels.State, "cat grubenv"));
        string squashfs = Path.Combine(_folder, "recovery");
        Debug(DiskLabels.Recovery, $"dump {DiskFiles.Recovery} {squashfs}");
        Assert.Equal("this is the system\n", Command.Run("unsquashfs", "-cat", squashfs, "etc/marker"));
    }

    [Fact]
    public void AFileWithHoles_TakesNoMoreThanItsContent()
    {
        long taken = long.Parse(Command.Run("stat", "-c", "%b", Raw), CultureInfo.InvariantCulture) * 512;
        // Two images and a squashfs of 40 MiB each; file systems of 1.3 GiB have little of their own.
        Assert.InRange(taken, 120 << 20, 180 << 20);
        Assert.InRange(new FileInfo(Raw).Length, 1L << 30, 2L << 30);
    }

    [Theory]
    [InlineData("Bios")]
    [InlineData("Uefi")]
    public Task TheRawDisk_Boots(string firmware) => BootAsync(Raw, "raw", Enum.Parse<Firmware>(firmware));

    [Theory]
    [InlineData("Qcow2", "qcow2")]
    [InlineData("Vmdk", "vmdk")]
    [InlineData("Vhd", "vpc")]
    public async Task EveryFormatThatQemuReads_IsTheSameDisk_AndBoots(string name, string format)
    {
        string file = fixture.Media[Enum.Parse<DiskFormat>(name)].File;
        Command.Run("qemu-img", "compare", "-f", "raw", "-F", format, Raw, file);
        if (format != "vpc")
        {
            Command.Run("qemu-img", "check", "-f", format, file);
        }
        if (Soak)
        {
            await BootAsync(file, format, Firmware.Bios);
            await BootAsync(file, format, Firmware.Uefi);
        }
    }

    [Fact]
    public async Task TheOva_IsAnOvfPackage()
    {
        using FileStream archive = File.OpenRead(fixture.Media[DiskFormat.Ova].File);
        Dictionary<string, byte[]> files = Read(archive, out List<string> order, out List<TarEntryFormat> formats);
        Assert.Equal(["test.ovf", "test.mf", "test-disk1.vmdk"], order);
        Assert.All(formats, format => Assert.Equal(TarEntryFormat.Ustar, format));
        foreach (string line in Encoding.ASCII.GetString(files["test.mf"]).TrimEnd('\n').Split('\n'))
        {
            string name = line["SHA256(".Length..line.IndexOf(')', StringComparison.Ordinal)];
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(files[name])), line[(line.IndexOf("= ", StringComparison.Ordinal) + 2)..]);
        }

        XElement envelope = XDocument.Parse(Encoding.UTF8.GetString(files["test.ovf"])).Root!;
        Assert.Equal(Ovf + "Envelope", envelope.Name);
        Assert.Equal(["References", "DiskSection", "NetworkSection", "VirtualSystem"], envelope.Elements().Select(element => element.Name.LocalName));
        XElement reference = envelope.Element(Ovf + "References")!.Element(Ovf + "File")!;
        Assert.Equal("test-disk1.vmdk", reference.Attribute(Ovf + "href")!.Value);
        Assert.Equal($"{files["test-disk1.vmdk"].Length}", reference.Attribute(Ovf + "size")!.Value);
        XElement disk = envelope.Element(Ovf + "DiskSection")!.Element(Ovf + "Disk")!;
        Assert.Equal(reference.Attribute(Ovf + "id")!.Value, disk.Attribute(Ovf + "fileRef")!.Value);
        Assert.Equal("http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized", disk.Attribute(Ovf + "format")!.Value);
        Assert.Equal($"{new FileInfo(Raw).Length}", disk.Attribute(Ovf + "capacity")!.Value);
        XElement hardware = envelope.Element(Ovf + "VirtualSystem")!.Element(Ovf + "VirtualHardwareSection")!;
        Assert.Equal(
            ["3 2", "4 1024", "6 ", "17 ", "10 "],
            hardware.Elements(Ovf + "Item").Select(item => $"{item.Element(Rasd + "ResourceType")!.Value} {item.Element(Rasd + "VirtualQuantity")?.Value}"));
        Assert.Equal("ovf:/disk/" + disk.Attribute(Ovf + "diskId")!.Value, hardware.Descendants(Rasd + "HostResource").Single().Value);
        await AssertStreamedDiskAsync(files["test-disk1.vmdk"]);
    }

    [Fact]
    public async Task TheVagrantBoxes_HaveWhatTheirProvidersRead()
    {
        Dictionary<string, byte[]> libvirt = ReadBox(DiskFormat.LibvirtBox, out List<string> order);
        Assert.Equal(["metadata.json", "Vagrantfile", "box.img"], order);
        using JsonDocument metadata = JsonDocument.Parse(libvirt["metadata.json"]);
        Assert.Equal("libvirt qcow2 2 amd64", string.Join(' ', new[] { "provider", "format", "virtual_size", "architecture" }.Select(key => $"{metadata.RootElement.GetProperty(key)}")));
        string image = Path.Combine(_folder, "box.img");
        await File.WriteAllBytesAsync(image, libvirt["box.img"], Token);
        Command.Run("qemu-img", "compare", "-f", "raw", "-F", "qcow2", Raw, image);

        Dictionary<string, byte[]> virtualbox = ReadBox(DiskFormat.VirtualBoxBox, out order);
        Assert.Equal(["metadata.json", "Vagrantfile", "box.ovf", "test-disk1.vmdk"], order);
        using JsonDocument other = JsonDocument.Parse(virtualbox["metadata.json"]);
        Assert.Equal("virtualbox", other.RootElement.GetProperty("provider").GetString());
        Assert.Contains("ovf:href=\"test-disk1.vmdk\"", Encoding.UTF8.GetString(virtualbox["box.ovf"]), StringComparison.Ordinal);
        Assert.StartsWith("Vagrant.configure(\"2\")", Encoding.UTF8.GetString(virtualbox["Vagrantfile"]), StringComparison.Ordinal);
        await AssertStreamedDiskAsync(virtualbox["test-disk1.vmdk"]);
    }

    /// <summary>The whole of it in a process without any right and without an engine: every format, the same to the byte.</summary>
    [Fact]
    public async Task MadeByAnOrdinaryUser_IsTheSameToTheByte()
    {
        string theirs = Directory.CreateTempSubdirectory("cos-disk-nobody-").FullName;
        try
        {
            File.SetUnixFileMode(theirs, (UnixFileMode)0b111_111_111);
            string[] asNobody = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"] : [];
            using Process process = Process.Start(MakingDisks(theirs, asNobody))!;
            Task<string> errors = process.StandardError.ReadToEndAsync(Token);
            string output = await process.StandardOutput.ReadToEndAsync(Token);
            await process.WaitForExitAsync(Token);

            Assert.True(process.ExitCode == 0, await errors);
            Assert.Equal(
                fixture.Media.Values.Select(medium => $"{Path.GetFileName(medium.File)} {medium.Sha256}").Order(StringComparer.Ordinal),
                output.TrimEnd().Split('\n').Order(StringComparer.Ordinal));
        }
        finally
        {
            Directory.Delete(theirs, recursive: true);
        }
    }

    /// <summary>Killed in the middle, by a signal that nothing can catch: the next one starts anew, and nobody ever sees half a disk.</summary>
    [Fact]
    public async Task Killed_LeavesNothingThatCountsForADisk()
    {
        DiskRequest request = DiskFactory.Request(_folder, DiskFactory.AllFormats);
        using Process process = Process.Start(MakingDisks(_folder))!;
        string composed = Path.Combine(request.WorkFolder, "disk", "disk.raw");
        while (!File.Exists(composed) && !process.HasExited)
        {
            await Task.Delay(20, Token);
        }
        process.Kill();
        await process.WaitForExitAsync(Token);
        Assert.True(File.Exists(composed));
        Assert.False(Directory.Exists(Path.Combine(_folder, "out")));

        DiskRequest again = DiskFactory.Request(_folder, DiskFormat.Raw);
        Assert.Equal(fixture.Media[DiskFormat.Raw].Sha256, Assert.Single(await DiskFactory.MakeAsync(again, Token)).Sha256);
        Assert.Equal(["disk.lock"], Directory.EnumerateFileSystemEntries(request.WorkFolder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task AnotherRecoverySystem_IsWrittenBesideTheSystem()
    {
        DiskRequest request = DiskFactory.Request(_folder, DiskFormat.Raw) with { WriteRecovery = TestRoots.Write(TestRoots.Folder("etc"), TestRoots.Text("etc/rescue", "help\n")) };
        DeliveredMedium made = Assert.Single(await DiskFactory.MakeAsync(request, Token));
        string squashfs = Path.Combine(_folder, "recovery");
        Partition recovery = Table(made.File).Find(DiskLabels.Recovery)!;
        Command.Run("debugfs", "-R", $"dump {DiskFiles.Recovery} {squashfs}", $"{made.File}?offset={recovery.Offset}");
        Assert.Equal("help\n", Command.Run("unsquashfs", "-cat", squashfs, "etc/rescue"));
        Assert.Equal(["disk.lock"], Directory.EnumerateFileSystemEntries(request.WorkFolder).Select(Path.GetFileName));
        Assert.Equal(["test.raw", "test.raw.sha256"], Directory.EnumerateFiles(Path.Combine(_folder, "out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task WhatCannotBoot_OrDoesNotFit_IsRefused_AndNothingIsLeft()
    {
        DiskRequest request = DiskFactory.Request(_folder, DiskFormat.Raw);
        Diagnostic missing = await FailAsync(request with { WriteSystem = TestRoots.System });
        Assert.Equal("COS8387", missing.Code);
        Assert.Contains("/usr/share/cos/boot/core.img", missing.Message, StringComparison.Ordinal);
        DiskPlan plan = request.Plans[0];
        Assert.Equal("COS8381", (await FailAsync(request with { Plans = [plan with { Sizes = plan.Sizes with { Image = 30 } }] })).Code);
        Assert.Equal("COS8388", (await FailAsync(request with { Plans = [plan with { Sizes = plan.Sizes with { Recovery = 150 } }] })).Code);
        Assert.False(Directory.Exists(Path.Combine(_folder, "out")));
        Assert.Equal(["disk.lock"], Directory.EnumerateFileSystemEntries(request.WorkFolder).Select(Path.GetFileName));
    }

    /// <summary>A process of its own that makes disks in a folder, where no engine answers.</summary>
    private static ProcessStartInfo MakingDisks(string folder, params string[] prefix)
    {
        string[] command = [.. prefix, Environment.ProcessPath!];
        ProcessStartInfo start = new(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(DiskTests).Assembly.Location;
        start.Environment[StartupHook.DiskFolderVariable] = folder;
        start.Environment["HOME"] = folder;
        start.Environment["DOCKER_HOST"] = "unix:///nowhere";
        return start;
    }

    private async Task BootAsync(string file, string format, Firmware firmware)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(120));
        Emulator emulator = await Emulator.FindAsync("amd64", Environment.GetEnvironmentVariable("PATH")!, limit.Token);
        MachineDescription machine = new() { Medium = file, Format = format, Attachment = Attachment.VirtioDisk, Firmware = firmware, Memory = 512, Processors = 1 };
        await using VirtualMachine running = VirtualMachine.Start(machine, emulator, Path.Combine(_folder, "serial.log"), TimeSpan.FromSeconds(130));
        await running.WaitForConsoleAsync("end of the menu", limit.Token);
        string shown = running.ConsoleTail();
        Assert.Contains($"started by {(firmware == Firmware.Bios ? "pc" : "efi")} on hd0,gpt4, entry ''", shown, StringComparison.Ordinal);
        Assert.Contains("the image was sourced", shown, StringComparison.Ordinal);
        Assert.Equal(3, shown.Split("this is the system").Length);
        Assert.DoesNotContain("error", shown, StringComparison.OrdinalIgnoreCase);
    }

    private async Task AssertStreamedDiskAsync(byte[] content)
    {
        string file = Path.Combine(_folder, "streamed.vmdk");
        await File.WriteAllBytesAsync(file, content, Token);
        Assert.Contains("create type: streamOptimized", Command.Run("qemu-img", "info", file), StringComparison.Ordinal);
        Command.Run("qemu-img", "compare", "-f", "raw", "-F", "vmdk", Raw, file);
    }

    private static async Task<Diagnostic> FailAsync(DiskRequest request) =>
        Assert.Single((await Assert.ThrowsAsync<CosException>(() => DiskFactory.MakeAsync(request, Token))).Diagnostics);

    private Dictionary<string, byte[]> ReadBox(DiskFormat format, out List<string> order)
    {
        using FileStream file = File.OpenRead(fixture.Media[format].File);
        using GZipStream content = new(file, CompressionMode.Decompress);
        return Read(content, out order, out _);
    }

    private static Dictionary<string, byte[]> Read(Stream archive, out List<string> order, out List<TarEntryFormat> formats)
    {
        Dictionary<string, byte[]> files = new(StringComparer.Ordinal);
        (order, formats) = ([], []);
        using TarReader reader = new(archive);
        while (reader.GetNextEntry(copyData: true) is { } entry)
        {
            using MemoryStream content = new();
            entry.DataStream!.CopyTo(content);
            files[entry.Name] = content.ToArray();
            order.Add(entry.Name);
            formats.Add(entry.Format);
        }
        return files;
    }

    private PartitionTable Table() => Table(Raw);

    private static PartitionTable Table(string file)
    {
        using FileStream disk = File.OpenRead(file);
        return PartitionTableReader.Read(disk, disk.Length / PartitionTable.SectorSize, file);
    }

    private string Debug(string label, string command) => Command.Run("debugfs", "-R", command, $"{Raw}?offset={Table().Find(label)!.Offset}");

    /// <summary>A partition as a file of its own, for programs that know no offset.</summary>
    private string Cut(Partition partition)
    {
        string file = Path.Combine(_folder, "partition");
        Command.Run("dd", $"if={Raw}", $"of={file}", "bs=1M", $"skip={partition.Offset >> 20}", $"count={partition.Size >> 20}", "conv=sparse", "status=none");
        Command.Run("truncate", "-s", partition.Size.ToString(CultureInfo.InvariantCulture), file);
        return file;
    }
}
