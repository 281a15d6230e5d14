using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Graphs;

/// <summary>Reads names of formats.</summary>
internal static class GraphFormats
{
    /// <summary>Formats joined by <c>+</c>, each once.</summary>
    /// <exception cref="CosException">A name that is none of them.</exception>
    public static IReadOnlyList<GraphFormat> Parse(string text) =>
        [.. text.Split('+', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(name => name.ToUpperInvariant() switch
        {
            "DOT" => GraphFormat.Dot,
            "MERMAID" => GraphFormat.Mermaid,
            "HTML" => GraphFormat.Html,
            _ => throw new CosException(ProjectDiagnostics.InvalidProperty("CosGraphFormat", text, "dot, mermaid and html, joined by +")),
        }).Distinct().Order()];

    /// <summary>The extension of its files.</summary>
    public static string ExtensionOf(GraphFormat format) => format switch
    {
        GraphFormat.Dot => ".dot",
        GraphFormat.Mermaid => ".mmd",
        _ => ".html",
    };
}
