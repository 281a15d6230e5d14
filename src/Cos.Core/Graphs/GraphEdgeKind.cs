namespace Cos.Sdk.Graphs;

/// <summary>Why one package needs another.</summary>
internal enum GraphEdgeKind
{
    /// <summary>It is built on it.</summary>
    Requires,

    /// <summary>Its base is composed of the other's archive.</summary>
    Final,

    /// <summary>The other's archive comes along since this one requires it at run time, in a composed base.</summary>
    RunTime,

    /// <summary>Files are copied out of the other's image.</summary>
    Copy,
}
