using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace Cos.Sdk.CloudConfig.Actions;

/// <summary>Writes a file, unless it is there as it should be.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Content">Its bytes, decoded. Stay out of the plan, which people may see.</param>
/// <param name="Mode">Four octal digits.</param>
/// <param name="Owner">Whose it becomes.</param>
internal sealed record WriteFile(string Path, [property: JsonIgnore] ImmutableArray<byte> Content, string Mode, FileOwner Owner) : StepAction
{
    /// <summary>Bytes of the content.</summary>
    public int Size => Content.Length;

    /// <summary>Digest of the content.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Content.AsSpan()));
}
