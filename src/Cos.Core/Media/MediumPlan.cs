using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cos.Sdk.Media;

/// <summary>
/// Everything that an ISO depends on. Its file is written only when it differs, so that the medium is made again exactly when it would be
/// another one, and it is the record of what the medium was made from.
/// </summary>
internal sealed record MediumPlan
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The kind of medium.</summary>
    public string Kind { get; init; } = "iso";

    /// <summary>Raised when the same plan would give another medium.</summary>
    public int Generation { get; init; } = 1;

    /// <summary>The spec, relative to the project, for messages.</summary>
    public required string SpecFile { get; init; }

    /// <summary>The name of the medium's file.</summary>
    public required string FileName { get; init; }

    /// <summary>See <see cref="IsoSpec.Label"/>.</summary>
    public required string Label { get; init; }

    /// <summary>See <see cref="IsoSpec.Architecture"/>.</summary>
    public required string Architecture { get; init; }

    /// <summary>Seconds since 1970: no file of the medium is younger.</summary>
    public required long Epoch { get; init; }

    /// <summary>How the root file system is compressed, as <see cref="SquashfsCompressions"/> spells it.</summary>
    public required string Compression { get; init; }

    /// <summary>See <see cref="IsoSpec.KernelFile"/>.</summary>
    public required string KernelFile { get; init; }

    /// <summary>See <see cref="IsoSpec.InitrdFile"/>.</summary>
    public required string InitrdFile { get; init; }

    /// <summary>The content of the image that is the root file system, as the engine names it; empty when packages are.</summary>
    public string RootFsImage { get; init; } = "";

    /// <summary>SHA-256 of the ready EFI file system; empty when it is made.</summary>
    public string UefiImage { get; init; } = "";

    /// <summary>The root file system's packages, in the order of installation.</summary>
    public ImmutableArray<MediumPackage> RootFs { get; init; } = [];

    /// <summary>What the root file system's packages want to be run in it: package, a blank, SHA-256 of the commands.</summary>
    public ImmutableArray<string> Finalizers { get; init; } = [];

    /// <summary>The EFI file system's packages, in the order of installation.</summary>
    public ImmutableArray<MediumPackage> Uefi { get; init; } = [];

    /// <summary>The packages at the top level, in the order of installation.</summary>
    public ImmutableArray<MediumPackage> IsoImage { get; init; } = [];

    /// <summary>How the recovery system at the top level, <see cref="RecoverySquashfs.FileName"/>, is compressed; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Recovery { get; init; }

    /// <summary>The recovery system's packages, in the order of installation; empty when they are those of the root file system.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImmutableArray<MediumPackage> RecoveryPackages { get; init; }

    /// <summary>The programs that make it, with their versions, sorted.</summary>
    public ImmutableArray<string> Tools { get; init; } = [];

    /// <summary>Names the content: 64 hexadecimal digits. Identifiers on the medium are made from it; tools and paths do not count.</summary>
    [JsonIgnore]
    public string ContentIdentity =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes((this with { Tools = [], SpecFile = "", FileName = "" }).ToJson())));

    /// <summary>The plan of a spec.</summary>
    /// <param name="spec">What was asked for.</param>
    /// <param name="specFile">Its path relative to the project, with forward slashes.</param>
    /// <param name="epoch">Seconds since 1970.</param>
    /// <param name="compression">Of the root file system.</param>
    public static MediumPlan Create(IsoSpec spec, string specFile, long epoch, SquashfsCompression compression) => new()
    {
        SpecFile = specFile,
        FileName = spec.FileName(epoch),
        Label = spec.Label,
        Architecture = spec.Architecture,
        Epoch = epoch,
        Compression = compression.Spelling(),
        KernelFile = spec.KernelFile,
        InitrdFile = spec.InitrdFile,
    };

    /// <summary>The text of a plan's file.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Options) + "\n";

    /// <summary>Reads the text of a plan's file, which is always our own.</summary>
    public static MediumPlan Parse(string json) => JsonSerializer.Deserialize<MediumPlan>(json, Options)!;
}
