namespace Cos.Sdk.Trees;

/// <summary>What of the steps' results a delta takes.</summary>
internal enum DeltaMode
{
    /// <summary>Paths that are new against the state before the first step.</summary>
    Added,

    /// <summary>Also paths whose content or attributes changed; deletions are listed in the metadata.</summary>
    Changes,
}
