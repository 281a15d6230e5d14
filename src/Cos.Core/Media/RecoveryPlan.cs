using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cos.Sdk.Media;

/// <summary>Everything that a recovery system as a squashfs depends on; see <see cref="MediumPlan"/>.</summary>
internal sealed record RecoveryPlan
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
    public string Kind { get; init; } = "recovery";

    /// <summary>Raised when the same plan would give another file.</summary>
    public int Generation { get; init; } = 1;

    /// <summary>What is wished, as people type it.</summary>
    public required ImmutableArray<string> Wishes { get; init; }

    /// <summary>The packages, in the order of installation.</summary>
    public required ImmutableArray<MediumPackage> Packages { get; init; }

    /// <summary>What the packages want to be run in the root: package, a blank, SHA-256 of the commands.</summary>
    public ImmutableArray<string> Finalizers { get; init; } = [];

    /// <summary>Seconds since 1970: no file is younger.</summary>
    public required long Epoch { get; init; }

    /// <summary>How it is compressed, as <see cref="SquashfsCompressions"/> spells it.</summary>
    public required string Compression { get; init; }

    /// <summary>The programs that make it, with their versions.</summary>
    public ImmutableArray<string> Tools { get; init; } = [];

    /// <summary>The text of a plan's file.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Options) + "\n";

    /// <summary>Reads the text of a plan's file, which is always our own.</summary>
    public static RecoveryPlan Parse(string json) => JsonSerializer.Deserialize<RecoveryPlan>(json, Options)!;
}
