using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Trees.Yaml;

/// <summary>A node of a YAML document. An aliased node is one object in several places.</summary>
internal abstract class YamlNode(YamlLocator locator, int line, int column, int depth, long size)
{
    /// <summary>Where the node begins, in the file that a user wrote.</summary>
    public SourceLocation Location => locator(line, column);

    /// <summary>1-based line of the parsed text.</summary>
    public int Line => line;

    /// <summary>1-based column of the parsed text, in UTF-16 units.</summary>
    public int Column => column;

    /// <summary>Levels below this node, itself included.</summary>
    internal int Depth => depth;

    /// <summary>Nodes below this one, itself included, aliases counted as often as they are used.</summary>
    internal long Size => size;

    /// <summary>What the node is, for messages: a text, a number, a list, …</summary>
    public abstract string Describe();
}
