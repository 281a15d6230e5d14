using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cos.Sdk.Disks;

namespace Cos.Sdk.Media;

/// <summary>Everything that an installed disk in one format depends on; see <see cref="MediumPlan"/>.</summary>
internal sealed record DiskPlan
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        Converters = { new JsonStringEnumConverter() },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>What the disk is delivered as.</summary>
    public required DiskFormat Format { get; init; }

    /// <summary>Raised when the same plan would give another disk.</summary>
    public int Generation { get; init; } = 1;

    /// <summary>The name of its file without the ending, and that of machines made of it.</summary>
    public required string Name { get; init; }

    /// <summary>OCI name of the architecture.</summary>
    public required string Architecture { get; init; }

    /// <summary>The packages that are wished, as people type them.</summary>
    public required ImmutableArray<string> Wishes { get; init; }

    /// <summary>The packages of the system, in the order of installation.</summary>
    public required ImmutableArray<MediumPackage> Packages { get; init; }

    /// <summary>What the packages want to be run in the root: package, a blank, SHA-256 of the commands.</summary>
    public ImmutableArray<string> Finalizers { get; init; } = [];

    /// <summary>The packages that are wished for recovery; empty when it is the system itself.</summary>
    public ImmutableArray<string> RecoveryWishes { get; init; } = [];

    /// <summary>The packages of the recovery system, in the order of installation.</summary>
    public ImmutableArray<MediumPackage> RecoveryPackages { get; init; } = [];

    /// <summary>Seconds since 1970: no file of the disk is younger.</summary>
    public required long Epoch { get; init; }

    /// <summary>How the recovery system is compressed, as <see cref="SquashfsCompressions"/> spells it.</summary>
    public required string Compression { get; init; }

    /// <summary>How large the disk and its parts are.</summary>
    public required DiskSizes Sizes { get; init; }

    /// <summary>How a qcow2 is compressed: <c>none</c>, <c>zlib</c> or <c>zstd</c>.</summary>
    public string Qcow2Compression { get; init; } = "none";

    /// <summary><c>dynamic</c> or <c>fixed</c>.</summary>
    public string VhdType { get; init; } = "dynamic";

    /// <summary>Level at which the grains of an OVA's disk are compressed: <c>Fastest</c>, <c>Optimal</c> or <c>SmallestSize</c>.</summary>
    public string VmdkCompression { get; init; } = "Optimal";

    /// <summary>Whether UEFI starts a packed machine, else BIOS.</summary>
    public bool IsUefi { get; init; }

    /// <summary>MiB of memory of a packed machine.</summary>
    public int Memory { get; init; }

    /// <summary>Processors of a packed machine.</summary>
    public int Processors { get; init; }

    /// <summary>SHA-256 of the Vagrantfile of a box; empty for what is none.</summary>
    public string Vagrantfile { get; init; } = "";

    /// <summary>The programs that make it, with their versions, sorted.</summary>
    public ImmutableArray<string> Tools { get; init; } = [];

    /// <summary>Names the disk's content, whatever it is delivered as: 64 hexadecimal digits. Identifiers on the disk are made from it.</summary>
    [JsonIgnore]
    public string ContentIdentity =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes((this with
        {
            Format = DiskFormat.Raw, Name = "", Qcow2Compression = "", VhdType = "", VmdkCompression = "", IsUefi = false, Memory = 0, Processors = 0,
            Vagrantfile = "", Tools = [],
        }).ToJson())));

    /// <summary>The text of a plan's file.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Options) + "\n";

    /// <summary>Reads the text of a plan's file, which is always our own.</summary>
    public static DiskPlan Parse(string json) => JsonSerializer.Deserialize<DiskPlan>(json, Options)!;
}
