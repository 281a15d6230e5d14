using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Files;

namespace Cos.Sdk.Building;

/// <summary>Written beside a plan file when its node is done; MSBuild compares the two.</summary>
internal sealed record NodeStamp
{
    /// <summary>Hash of the node that was made.</summary>
    public required string Hash { get; init; }

    /// <summary>For an artifact: hash of what the archive's content depends on, with the compression.</summary>
    public string ContentHash { get; init; } = "";

    /// <summary>For an artifact: SHA-256 of the archive.</summary>
    public string ArchiveDigest { get; init; } = "";

    /// <summary>For an artifact: bytes of the archive.</summary>
    public long ArchiveSize { get; init; }

    /// <summary>For an artifact: absolute path of the archive.</summary>
    public string ArchiveFile { get; init; } = "";

    /// <summary>For an artifact: bytes of the archives of its parts, in their order.</summary>
    public ImmutableArray<long> PartSizes { get; init; } = [];

    /// <summary>What was said while the node was made, to be said again while it stays as it is.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>Path of a node's stamp.</summary>
    public static string PathOf(string planFolder, string key) => Path.Combine(planFolder, key + ".stamp");

    /// <summary>Reads a stamp; null when there is none or it is damaged, which only means that the node is made again.</summary>
    public static NodeStamp? Read(string file)
    {
        try
        {
            NodeStamp? stamp = File.Exists(file) ? JsonSerializer.Deserialize(File.ReadAllText(file), NodeStampJsonContext.Default.NodeStamp) : null;
            // An older SDK did not write all members.
            return stamp is null ? null : stamp with
            {
                PartSizes = stamp.PartSizes.IsDefault ? [] : stamp.PartSizes,
                Diagnostics = stamp.Diagnostics.IsDefault ? [] : stamp.Diagnostics,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the stamp, also when it is the same as before: its time tells MSBuild that the node is up to date.</summary>
    public void Write(string file) => AtomicFile.Write(file, JsonSerializer.Serialize(this, NodeStampJsonContext.Default.NodeStamp) + "\n");
}

/// <summary>Serialisers made at compile time.</summary>
[JsonSerializable(typeof(NodeStamp))]
[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
internal sealed partial class NodeStampJsonContext : JsonSerializerContext;
