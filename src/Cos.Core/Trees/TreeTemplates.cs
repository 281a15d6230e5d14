using Cos.Sdk.Diagnostics;
using Cos.Sdk.Templating;
using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.Trees;

/// <summary>The template engine as the files of trees use it: with the functions that read and write YAML.</summary>
internal static class TreeTemplates
{
    /// <summary>The options of an engine for trees.</summary>
    /// <param name="epoch">What <c>now</c> and its kin answer; the engine's own default when null.</param>
    public static TemplateOptions CreateOptions(DateTimeOffset? epoch = null)
    {
        TemplateOptions options = new() { ToYaml = ToYaml, FromYaml = FromYaml };
        return epoch is { } date ? options with { Epoch = date } : options;
    }

    /// <summary>Writes a value without the last line break; a value that YAML cannot hold gives an empty text.</summary>
    public static string ToYaml(object? value)
    {
        try
        {
            string text = YamlEmitter.Write(value, YamlLayout.Compact);
            return text.EndsWith('\n') ? text[..^1] : text;
        }
        catch (ArgumentException)
        {
            return "";
        }
    }

    /// <summary>Reads a text; its integers are floats, as after JSON.</summary>
    /// <exception cref="CosException">The text is not YAML.</exception>
    public static object? FromYaml(string text)
    {
        DiagnosticBag diagnostics = [];
        YamlNode? node = YamlReader.Read(text, "fromYaml", diagnostics);
        diagnostics.ThrowIfErrors();
        return YamlValues.Of(node!, integersAsFloats: true);
    }
}
