using System.Collections.Immutable;

namespace Cos.Sdk.Trees.Yaml;

/// <summary>A list.</summary>
internal sealed class YamlSequence(YamlLocator locator, int line, int column, ImmutableArray<YamlNode> items, int depth, long size)
    : YamlNode(locator, line, column, depth, size)
{
    /// <summary>In the order written.</summary>
    public ImmutableArray<YamlNode> Items => items;

    /// <inheritdoc />
    public override string Describe() => "a list";
}
