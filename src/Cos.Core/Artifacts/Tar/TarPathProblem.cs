namespace Cos.Sdk.Artifacts.Tar;

/// <summary>What is wrong with a name in an archive.</summary>
internal enum TarPathProblem
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It begins with a slash.</summary>
    Absolute,

    /// <summary>It has a <c>..</c> segment.</summary>
    Escapes,

    /// <summary>It has a NUL.</summary>
    Nul,

    /// <summary>It is longer than allowed.</summary>
    TooLong,

    /// <summary>It has more segments than allowed.</summary>
    TooDeep,
}
