namespace Cos.Sdk.Trees.Yaml;

/// <summary>What a document may cost. Beyond it, reading ends with a diagnostic.</summary>
internal sealed record YamlLimits
{
    /// <summary>For files that people write.</summary>
    public static YamlLimits Default { get; } = new();

    /// <summary>For indexes that tools write: as deep, but much larger.</summary>
    public static YamlLimits Index { get; } = new() { MaxLength = 256 * 1024 * 1024, MaxNodes = 50_000_000 };

    /// <summary>Bytes of a file, or UTF-16 units of a text.</summary>
    public int MaxLength { get; init; } = 4 * 1024 * 1024;

    /// <summary>Nested collections.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>Nodes, aliases counted as often as they are used.</summary>
    public int MaxNodes { get; init; } = 200_000;
}
