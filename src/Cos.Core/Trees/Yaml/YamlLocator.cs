using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Trees.Yaml;

/// <summary>Tells where a position of the text that was parsed is in the file that a user wrote.</summary>
/// <param name="line">1-based line of the parsed text.</param>
/// <param name="column">1-based column of the parsed text, in UTF-16 units.</param>
internal delegate SourceLocation YamlLocator(int line, int column);
