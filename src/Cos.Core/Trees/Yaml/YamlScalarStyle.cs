namespace Cos.Sdk.Trees.Yaml;

/// <summary>How a scalar is written.</summary>
internal enum YamlScalarStyle
{
    /// <summary>Without quotes; the only style whose text may be read as a number, a boolean or null.</summary>
    Plain,

    /// <summary>Between single quotes.</summary>
    SingleQuoted,

    /// <summary>Between double quotes.</summary>
    DoubleQuoted,

    /// <summary>Block after <c>|</c>.</summary>
    Literal,

    /// <summary>Block after <c>></c>.</summary>
    Folded,
}
