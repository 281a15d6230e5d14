using System.Collections;
using System.Globalization;
using Cos.Sdk.Templating.Formatting;

namespace Cos.Sdk.Trees.Yaml;

/// <summary>
/// Writes plain values as YAML, always in the same way: null, bool, integers, double, string, lists (any <see cref="IEnumerable"/>), mappings
/// (pairs of string and object or string and string: dictionaries, <see cref="YamlFields"/>) and <see cref="YamlNode"/>.
/// </summary>
internal sealed class YamlEmitter
{
    private const int MaxDepth = 1000;

    private readonly YamlLayout _layout;

    private readonly YamlScalarWriter _out;

    private int _depth;

    private YamlEmitter(TextWriter writer, YamlLayout layout) => (_layout, _out) = (layout, new YamlScalarWriter(writer, layout));

    /// <summary>The document as a text that ends with a line break.</summary>
    public static string Write(object? value, YamlLayout layout)
    {
        using StringWriter writer = new(CultureInfo.InvariantCulture);
        Write(writer, value, layout);
        return writer.ToString();
    }

    /// <summary>Writes the document, its last line break included.</summary>
    public static void Write(TextWriter writer, object? value, YamlLayout layout)
    {
        YamlEmitter emitter = new(writer, layout);
        emitter.WriteRoot(value);
        emitter._out.EndLine();
    }

    private void WriteRoot(object? value)
    {
        object? plain = Normalize(value);
        switch (plain)
        {
            case List<KeyValuePair<string, object?>> { Count: > 0 } mapping:
                WriteMapping(mapping, 0);
                break;
            case List<object?> { Count: > 0 } sequence:
                WriteSequence(sequence, 0);
                break;
            default:
                WriteLeaf(plain, _layout.Indent, _layout.Indent);
                break;
        }
    }

    /// <summary>Writes entries at a column; the writer stands there already for the first one.</summary>
    private void WriteMapping(List<KeyValuePair<string, object?>> entries, int indent)
    {
        Enter();
        for (int i = 0; i < entries.Count; i++)
        {
            if (i > 0)
            {
                _out.NewLine(indent);
            }
            _out.WriteKey(entries[i].Key);
            _out.Write(":");
            WriteEntryValue(Normalize(entries[i].Value), indent);
        }
        _depth--;
    }

    private void WriteEntryValue(object? value, int indent)
    {
        int deeper = _layout.Indent * ((indent + _layout.Indent) / _layout.Indent);
        switch (value)
        {
            case List<KeyValuePair<string, object?>> { Count: > 0 } mapping:
                _out.NewLine(deeper);
                WriteMapping(mapping, deeper);
                break;
            case List<object?> { Count: > 0 } sequence:
                int column = _layout.IndentSequences ? deeper : indent;
                _out.NewLine(column);
                WriteSequence(sequence, column);
                break;
            default:
                _out.Write(" ");
                WriteLeaf(value, deeper, deeper - indent);
                break;
        }
    }

    /// <summary>Writes items at a column; the writer stands there already for the first one.</summary>
    private void WriteSequence(List<object?> items, int indent)
    {
        const int Dash = 2;
        Enter();
        for (int i = 0; i < items.Count; i++)
        {
            if (i > 0)
            {
                _out.NewLine(indent);
            }
            _out.Write("- ");
            object? item = Normalize(items[i]);
            switch (item)
            {
                case List<KeyValuePair<string, object?>> { Count: > 0 } mapping:
                    WriteMapping(mapping, indent + Dash);
                    break;
                case List<object?> { Count: > 0 } sequence:
                    WriteSequence(sequence, indent + Dash);
                    break;
                default:
                    WriteLeaf(item, indent + Dash, Dash);
                    break;
            }
        }
        _depth--;
    }

    private void WriteLeaf(object? value, int indent, int step)
    {
        switch (value)
        {
            case string text:
                _out.WriteText(text, indent, step);
                break;
            case List<object?>:
                _out.Write("[]");
                break;
            case List<KeyValuePair<string, object?>>:
                _out.Write("{}");
                break;
            default:
                _out.Write(Spell(value));
                break;
        }
    }

    private string Spell(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        double number => Spell(number),
        float number => Spell(number),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"A value of type {value.GetType().Name} has no form in YAML.", nameof(value)),
    };

    private string Spell(double number)
    {
        const double Exact = 9.2e18;
        if (_layout.SortKeys && Math.Abs(number) < Exact && number == Math.Truncate(number))
        {
            // The sorted layout is that of values that went through JSON, where 1500000.0 is an integer.
            return ((long)number).ToString(CultureInfo.InvariantCulture);
        }
        return double.IsNaN(number) ? ".nan" : double.IsInfinity(number) ? (number > 0 ? ".inf" : "-.inf") : FloatFormat.Format(number, 'g', -1);
    }

    private object? Normalize(object? value) => value switch
    {
        YamlNode node => Normalize(YamlValues.Of(node)),
        string => value,
        IEnumerable<KeyValuePair<string, object?>> entries => Sort([.. entries]),
        IEnumerable<KeyValuePair<string, string>> entries => Sort([.. entries.Select(entry => new KeyValuePair<string, object?>(entry.Key, entry.Value))]),
        IEnumerable items => items.Cast<object?>().ToList(),
        _ => value,
    };

    private List<KeyValuePair<string, object?>> Sort(List<KeyValuePair<string, object?>> entries)
    {
        if (_layout.SortKeys)
        {
            entries.Sort((left, right) => YamlKeyComparer.Instance.Compare(left.Key, right.Key));
        }
        return entries;
    }

    private void Enter()
    {
        if (++_depth > MaxDepth)
        {
            throw new ArgumentException("The values are nested too deeply to be written as YAML.");
        }
    }
}
