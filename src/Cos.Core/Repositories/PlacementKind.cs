namespace Cos.Sdk.Repositories;

/// <summary>What became of an entry that was put into a root.</summary>
internal enum PlacementKind
{
    /// <summary>It is there and was not before.</summary>
    Added,

    /// <summary>A folder that was there; its attributes may be this entry's now.</summary>
    Merged,

    /// <summary>Another package brings the same thing; nothing to write.</summary>
    Same,

    /// <summary>Another package brings a file of the same size and attributes: only the contents can tell whether it is the same.</summary>
    SameIfContentIs,

    /// <summary>It was refused; the diagnostics say why.</summary>
    Refused,
}
