namespace Cos.Sdk.Repositories;

/// <summary>What becomes of symbolic links when a tar stream is written to a folder.</summary>
internal enum SymbolicLinkMode
{
    /// <summary>They are links in the folder too; those that lead to absolute paths become relative, so that they stay inside.</summary>
    Keep,

    /// <summary>They keep their texts, wherever these lead: for sources that only a build reads. Files that the build itself opens are kept inside.</summary>
    Verbatim,

    /// <summary>What they lead to is copied to their place, for file systems without links; those that lead nowhere are left out with a warning.</summary>
    Copy,
}
