namespace Cos.Sdk.Graphs;

/// <summary>How a graph is drawn.</summary>
internal enum GraphFormat
{
    /// <summary>Graphviz.</summary>
    Dot,

    /// <summary>Mermaid, which many pages of source code show as a picture.</summary>
    Mermaid,

    /// <summary>A page with a picture that needs nothing else.</summary>
    Html,
}
