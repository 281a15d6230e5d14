namespace Cos.Sdk.Repositories;

/// <summary>Why a path cannot be followed through the symbolic links of a root.</summary>
internal enum LinkProblem
{
    /// <summary>It can.</summary>
    None,

    /// <summary>A link leads above the root.</summary>
    Escapes,

    /// <summary>More links follow one another than a kernel would follow.</summary>
    Loops,
}
