namespace Cos.Sdk.Trees.Yaml;

/// <summary>A key of a mapping with its value.</summary>
/// <param name="Key">Keeps the text as written: <c>on:</c> is the key <c>on</c>.</param>
/// <param name="Value">The value.</param>
internal readonly record struct YamlEntry(YamlScalar Key, YamlNode Value);
