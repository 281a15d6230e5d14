using Cos.Sdk.Engine;

namespace Cos.Sdk.Garbage;

/// <summary>Something that no plan refers to.</summary>
/// <param name="Kind"><c>image</c>, <c>container</c>, <c>archive</c> or <c>cache</c>.</param>
/// <param name="Name">Tag, id or absolute path.</param>
/// <param name="Size">Bytes; of images with the layers that they share.</param>
/// <param name="Why">Why it is not needed, or why it is kept.</param>
/// <param name="IsCertain">Whether it is removed on request; false when a project that is not known here may need it.</param>
internal sealed record GarbageItem(string Kind, string Name, long Size, string Why, bool IsCertain)
{
    /// <summary>Of what an operation left in the engine: that.</summary>
    public EngineLeftover? Leftover { get; init; }

    /// <summary>What the registry of projects calls it; empty for none.</summary>
    public string KnownAs { get; init; } = "";
}
