using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Disks;
using Cos.Sdk.Files;
using Cos.Sdk.Media;
using Cos.Sdk.Repositories;
using Cos.Sdk.Tools;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Cos.Sdk.Tasks;

/// <summary>Plans the installed disks and the recovery system of a publish. A plan file is written only when it differs.</summary>
[MSBuildMultiThreadableTask]
public sealed class PlanDisks : MediaTask
{
    private static readonly char[] Separators = [';', '\n', ' '];

    /// <summary>The media, joined by <c>+</c>; those that are no disks are passed over.</summary>
    [Required]
    public string Targets { get; set; } = "";

    /// <summary>Specs of ISOs, separated by semicolons; the first says what the system is where nothing else does.</summary>
    public string IsoSpec { get; set; } = "";

    /// <summary>Packages of the system, separated by semicolons.</summary>
    public string Packages { get; set; } = "";

    /// <summary>Packages of the recovery system, separated by semicolons; empty for the system itself.</summary>
    public string RecoveryPackages { get; set; } = "";

    /// <summary>The name of files and machines.</summary>
    [Required]
    public string DiskName { get; set; } = "";

    /// <summary>MiB of the disk; empty for the sum of its parts.</summary>
    public string DiskSize { get; set; } = "";

    /// <summary>MiB of the EFI system partition.</summary>
    public string GrubSize { get; set; } = "";

    /// <summary>MiB of COS_OEM.</summary>
    public string OemSize { get; set; } = "";

    /// <summary>MiB of each image.</summary>
    public string ImageSize { get; set; } = "";

    /// <summary>MiB of COS_STATE.</summary>
    public string StateSize { get; set; } = "";

    /// <summary>MiB of COS_RECOVERY.</summary>
    public string RecoverySize { get; set; } = "";

    /// <summary>MiB of COS_PERSISTENT.</summary>
    public string PersistentSize { get; set; } = "";

    /// <summary><c>bios</c> or <c>uefi</c>: what starts packed machines.</summary>
    public string Firmware { get; set; } = "";

    /// <summary>MiB of memory of packed machines.</summary>
    public string Memory { get; set; } = "";

    /// <summary>Processors of packed machines.</summary>
    public string Processors { get; set; } = "";

    /// <summary><c>none</c>, <c>zlib</c> or <c>zstd</c>.</summary>
    public string Compression { get; set; } = "";

    /// <summary><c>dynamic</c> or <c>fixed</c>.</summary>
    public string VhdType { get; set; } = "";

    /// <summary>Providers of Vagrant, separated by semicolons.</summary>
    public string VagrantProviders { get; set; } = "";

    /// <summary>The Vagrantfile of boxes.</summary>
    public string Vagrantfile { get; set; } = "";

    /// <summary>The account that Vagrant logs in with.</summary>
    public string VagrantUser { get; set; } = "";

    /// <summary>Its password.</summary>
    public string VagrantPassword { get; set; } = "";

    /// <summary>How the recovery system is compressed.</summary>
    [Required]
    public string RecoveryCompression { get; set; } = "";

    /// <summary>The date of all results, in seconds since 1970.</summary>
    [Required]
    public long Epoch { get; set; }

    /// <summary>Where media go.</summary>
    [Required]
    public string PublishFolder { get; set; } = "";

    /// <summary>One item per disk. Identity: the plan file. Metadata: Medium, Kind, Said.</summary>
    [Output]
    public ITaskItem[] DiskPlans { get; private set; } = [];

    /// <summary>At most one item, of the recovery system. Identity: the plan file. Metadata: Medium, Said.</summary>
    [Output]
    public ITaskItem[] RecoveryPlans { get; private set; } = [];

    /// <summary>The text of the Vagrantfile of boxes.</summary>
    [Output]
    public string VagrantfileText { get; private set; } = "";

    /// <inheritdoc />
    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellationToken)
    {
        string[] targets = Split(Targets, '+');
        ImmutableArray<DiskFormat> formats = [.. targets.SelectMany(DiskFormats.Of).Distinct().Order().Where(IsWanted)];
        bool wantsRecovery = targets.Contains("Recovery", StringComparer.OrdinalIgnoreCase);
        if (formats.IsEmpty && !wantsRecovery)
        {
            return;
        }
        string[] wishes = Wishes();
        InstallationPlanner planner = await OpenRepositoriesAsync([], cancellationToken).ConfigureAwait(false);
        ToolRunner tools = OpenTools();
        if (wantsRecovery)
        {
            RecoveryPlans = [await PlanRecoveryAsync(planner, tools, wishes, cancellationToken).ConfigureAwait(false)];
        }
        if (!formats.IsEmpty)
        {
            DiskPlan plan = Plan(planner, wishes, cancellationToken);
            List<ITaskItem> items = [];
            foreach (DiskFormat format in formats)
            {
                items.Add(await WriteAsync(plan, format, tools, cancellationToken).ConfigureAwait(false));
            }
            DiskPlans = [.. items];
        }
    }

    private bool IsWanted(DiskFormat format)
    {
        string[] providers = Split(VagrantProviders, Separators);
        foreach (string provider in providers.Where(provider => provider is not ("libvirt" or "virtualbox")))
        {
            throw new CosException(ProjectDiagnostics.InvalidProperty("CosVagrantProviders", provider, "libvirt, virtualbox"));
        }
        return format.Provider().Length == 0 || providers.Contains(format.Provider(), StringComparer.Ordinal);
    }

    /// <summary>What is named; else the packages of the first ISO.</summary>
    private string[] Wishes()
    {
        string[] wishes = Split(Packages, Separators);
        if (wishes.Length == 0 && Split(IsoSpec, ';') is [string first, ..])
        {
            wishes = [.. ReadSpec(PathOf(first)).RootFs.Select(wish => wish.ToString())];
        }
        return wishes.Length > 0 ? wishes : throw new CosException(ProjectDiagnostics.NoDiskPackages());
    }

    private async Task<ITaskItem> PlanRecoveryAsync(InstallationPlanner planner, IToolRunner tools, string[] wishes, CancellationToken cancellationToken)
    {
        string[] own = Split(RecoveryPackages, Separators);
        InstallationPlan installation = planner.Plan(own.Length > 0 ? own : wishes, cancellationToken);
        RecoveryPlan plan = new()
        {
            Wishes = [.. own.Length > 0 ? own : wishes],
            Packages = Describe(installation),
            Finalizers = [.. installation.Finalizers.Select(finalizer => finalizer.Identity)],
            Epoch = Epoch,
            Compression = RecoverySquashfs.ParseCompression(RecoveryCompression).Spelling(),
            Tools = [(await tools.FindAsync(ToolName.Sqfstar, cancellationToken).ConfigureAwait(false)).ToString()],
        };
        return Item("recovery", plan.ToJson(), ".recovery.squashfs", "Recovery");
    }

    private DiskPlan Plan(InstallationPlanner planner, string[] wishes, CancellationToken cancellationToken)
    {
        if (Architecture != "amd64")
        {
            throw new CosException(MediaDiagnostics.NoDisksFor(Architecture));
        }
        if (DiskName.Length > 64 || DiskName.AsSpan().ContainsAnyExcept(NameCharacters))
        {
            throw new CosException(ProjectDiagnostics.InvalidProperty("CosDiskName", DiskName, "up to 64 letters, digits, dots, hyphens and underscores"));
        }
        string[] recovery = Split(RecoveryPackages, Separators);
        InstallationPlan installation = planner.Plan(wishes, cancellationToken);
        return new DiskPlan
        {
            Format = DiskFormat.Raw,
            Name = DiskName,
            Architecture = Architecture,
            Wishes = [.. wishes],
            Packages = Describe(installation),
            Finalizers = [.. installation.Finalizers.Select(finalizer => finalizer.Identity)],
            RecoveryWishes = [.. recovery],
            RecoveryPackages = recovery.Length == 0 ? [] : Describe(planner.Plan(recovery, cancellationToken)),
            Epoch = Epoch,
            Compression = RecoverySquashfs.ParseCompression(RecoveryCompression).Spelling(),
            Sizes = Sizes().Complete(),
        };
    }

    private async Task<ITaskItem> WriteAsync(DiskPlan plan, DiskFormat format, IToolRunner tools, CancellationToken cancellationToken)
    {
        bool isPacked = format is DiskFormat.Ova or DiskFormat.LibvirtBox or DiskFormat.VirtualBoxBox;
        bool isStreamed = format is DiskFormat.Ova or DiskFormat.VirtualBoxBox;
        string compression = OneOf("CosDiskCompression", Compression, "none", "zlib", "zstd");
        plan = plan with
        {
            Format = format,
            Qcow2Compression = format is DiskFormat.Qcow2 or DiskFormat.LibvirtBox ? compression : "",
            VhdType = format == DiskFormat.Vhd ? OneOf("CosVhdType", VhdType, "dynamic", "fixed") : "",
            VmdkCompression = isStreamed ? (compression == "none" ? CompressionLevel.Fastest : CompressionLevel.Optimal).ToString() : "",
            IsUefi = isPacked && OneOf("CosDiskFirmware", Firmware, "bios", "uefi") == "uefi",
            Memory = isPacked ? Number("CosMachineMemory", Memory) : 0,
            Processors = isPacked ? Number("CosMachineProcessors", Processors) : 0,
            Tools = await DiskMaker.FindToolsAsync(tools, format, cancellationToken).ConfigureAwait(false),
        };
        if (format.Provider().Length > 0)
        {
            VagrantfileText = VagrantfileOf(plan);
            plan = plan with { Vagrantfile = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(VagrantfileText))) };
        }
        return Item("disk" + format.Extension(), plan.ToJson(), format.Extension(), format.Target());
    }

    private string VagrantfileOf(DiskPlan plan)
    {
        if (Vagrantfile.Length > 0)
        {
            return File.ReadAllText(PathOf(Vagrantfile));
        }
        Guid id = new DiskIdentity(plan.ContentIdentity).For("file");
        return Disks.Virtual.Vagrantfile.Create(
            new Disks.Virtual.VirtualMachineSettings(plan.Name, (long)plan.Sizes.Disk << 20, plan.Memory, plan.Processors, plan.IsUefi, id), VagrantUser, VagrantPassword);
    }

    private TaskItem Item(string planName, string json, string extension, string kind)
    {
        string file = Path.Combine(PathOf(PlanFolder), "media", planName + ".json");
        AtomicFile.WriteIfDifferent(file, json);
        TaskItem item = new(file);
        item.SetMetadata("Medium", Path.Combine(PathOf(PublishFolder), DiskName + extension));
        item.SetMetadata("Kind", kind);
        item.SetMetadata("Said", Path.ChangeExtension(file, ".said"));
        return item;
    }

    private DiskSizes Sizes() => new()
    {
        Disk = Number("CosDiskSize", DiskSize),
        Grub = Number("CosGrubSize", GrubSize),
        Oem = Number("CosOemSize", OemSize),
        Image = Number("CosImageSize", ImageSize),
        State = Number("CosStateSize", StateSize),
        Recovery = Number("CosRecoverySize", RecoverySize),
        Persistent = Number("CosPersistentSize", PersistentSize),
    };

    private static int Number(string property, string value) =>
        value.Length == 0 ? 0
        : int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= 10_000_000 ? number
        : throw new CosException(ProjectDiagnostics.InvalidProperty(property, value, "a whole number"));

    private static string OneOf(string property, string value, params string[] allowed) =>
        Array.Find(allowed, word => string.Equals(word, value, StringComparison.OrdinalIgnoreCase))
            ?? throw new CosException(ProjectDiagnostics.InvalidProperty(property, value, string.Join(", ", allowed)));

    private static ImmutableArray<MediumPackage> Describe(InstallationPlan plan) =>
        [.. plan.Packages.Select(package => new MediumPackage(package.Package.Definition.Id.ToString(), package.Package.Sha256))];

    private static string[] Split(string text, params char[] separators) =>
        text.Split(separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static readonly System.Buffers.SearchValues<char> NameCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_");
}
