using System.Globalization;
using Cos.Sdk.Templating.Formatting;

namespace Cos.Sdk.Trees.Yaml;

/// <summary>A single value.</summary>
internal sealed class YamlScalar : YamlNode
{
    public YamlScalar(YamlLocator locator, int line, int column, string text, YamlScalarStyle style, string? tag, YamlScalarKind kind, object? value)
        : base(locator, line, column, depth: 1, size: 1) =>
        (Text, Style, Tag, Kind, Value) = (text, style, tag, kind, value);

    /// <summary>As written, without quotes and escapes.</summary>
    public string Text { get; }

    /// <summary>How it is written.</summary>
    public YamlScalarStyle Style { get; }

    /// <summary>The tag in its long form, if one is written.</summary>
    public string? Tag { get; }

    /// <summary>What it is read as.</summary>
    public YamlScalarKind Kind { get; }

    /// <summary>Null, a bool, a long, a ulong where a long is too small, a double or a string.</summary>
    public object? Value { get; }

    /// <summary>The value in its usual spelling, as a text field of a build spec takes it: <c>yes</c> is <c>true</c>, <c>010</c> is <c>8</c>.</summary>
    public string ValueText => Value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        long number => number.ToString(CultureInfo.InvariantCulture),
        ulong number => number.ToString(CultureInfo.InvariantCulture),
        double number => FloatFormat.Format(number, 'g', -1),
        _ => (string)Value,
    };

    /// <inheritdoc />
    public override string Describe() => Kind switch
    {
        YamlScalarKind.Null => "nothing",
        YamlScalarKind.Boolean => $"the boolean {Text}",
        YamlScalarKind.Integer or YamlScalarKind.Float => $"the number {Text}",
        _ => "a text",
    };
}
