using System.Globalization;
using Cos.Sdk.Templating.Dates;
using Cos.Sdk.Templating.Formatting;
using Cos.Sdk.Templating.Runtime;

namespace Cos.Sdk.Templating.Functions;

/// <summary>Writes a dictionary as TOML: plain keys first, then tables, each indented by its depth; absent values are left out.</summary>
internal sealed class TomlText
{
    private readonly RenderContext _context;
    private readonly TextSink _sink;
    private string? _problem;

    private TomlText(RenderContext context)
    {
        _context = context;
        _sink = new TextSink(context);
    }

    /// <summary>Writes a value; what TOML cannot hold gives a text that says so.</summary>
    public static string Write(object? value, RenderContext context)
    {
        if (value is not GoMap map)
        {
            return "toml: the top-level value must be a dictionary";
        }
        TomlText toml = new(context);
        toml.WriteTable(map, []);
        return toml._problem ?? toml._sink.ToString();
    }

    private static bool IsTables(object? value) => value is GoList { Count: > 0 } list && list.ToArray().All(item => item is GoMap);

    private void WriteTable(GoMap table, string[] path)
    {
        using RenderContext.Nesting nesting = _context.Descend();
        string[] keys = [.. table.Keys.Where(key => table[key] is not null)];
        foreach (string key in keys.Where(key => table[key] is not GoMap && !IsTables(table[key])))
        {
            Indent(path.Length);
            _sink.Append(Key(key)).Append(" = ");
            WriteInline(table[key]);
            _sink.Append('\n');
        }
        foreach (string key in keys)
        {
            string[] inner = [.. path, Key(key)];
            if (table[key] is GoMap map)
            {
                WriteHeader(inner, "[", "]");
                WriteTable(map, inner);
            }
            else if (IsTables(table[key]))
            {
                foreach (object? item in ((GoList)table[key]!).ToArray())
                {
                    WriteHeader(inner, "[[", "]]");
                    WriteTable((GoMap)item!, inner);
                }
            }
        }
    }

    private void WriteHeader(string[] path, string open, string close)
    {
        if (path.Length == 1 && _sink.Length > 0)
        {
            _sink.Append('\n');
        }
        Indent(path.Length - 1);
        _sink.Append(open).Append(string.Join('.', path)).Append(close).Append('\n');
    }

    private void WriteInline(object? value)
    {
        using RenderContext.Nesting nesting = _context.Descend();
        switch (value)
        {
            case null:
                _problem = "toml: a list holds an absent value";
                break;
            case bool flag:
                _sink.Append(flag ? "true" : "false");
                break;
            case double number:
                WriteFloat(number);
                break;
            case string text:
                WriteString(text);
                break;
            case GoTime time:
                _sink.Append(TimeLayout.Format(time, "2006-01-02T15:04:05.999999999Z07:00"));
                break;
            case GoObject item:
                WriteString(item.Text ?? item.Type.Name);
                break;
            case GoList list:
                WriteItems(list);
                break;
            case GoMap map:
                WriteEntries(map);
                break;
            default:
                _sink.Append(value is ulong large
                    ? large.ToString(CultureInfo.InvariantCulture)
                    : Values.TryGetInteger(value, out long integer) ? integer.ToString(CultureInfo.InvariantCulture) : "0");
                break;
        }
    }

    private void WriteFloat(double number)
    {
        string text = FloatFormat.Format(number, 'f', -1);
        _sink.Append(double.IsNaN(number) ? "nan" : double.IsPositiveInfinity(number) ? "inf" : double.IsNegativeInfinity(number) ? "-inf"
            : text.Contains('.') ? text : text + ".0");
    }

    private void WriteItems(GoList list)
    {
        _sink.Append('[');
        for (int i = 0; i < list.Count; i++)
        {
            _sink.Append(i > 0 ? ", " : "");
            WriteInline(list[i]);
        }
        _sink.Append(']');
    }

    private void WriteEntries(GoMap map)
    {
        _sink.Append('{');
        bool isFirst = true;
        foreach (string key in map.Keys.Where(key => map[key] is not null))
        {
            _sink.Append(isFirst ? "" : ", ").Append(Key(key)).Append(" = ");
            isFirst = false;
            WriteInline(map[key]);
        }
        _sink.Append('}');
    }

    private static string Key(string key) =>
        key.Length > 0 && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? key : $"\"{Escape(key)}\"";

    private void WriteString(string text) => _sink.Append('"').Append(Escape(text)).Append('"');

    private static string Escape(string text) => string.Concat(GoText.ToDisplay(text).Select(c => c switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\t' => "\\t",
        '\n' => "\\n",
        '\f' => "\\f",
        '\r' => "\\r",
        < ' ' or '\x7f' => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
        _ => c.ToString(),
    }));

    private void Indent(int depth) => _sink.Append(' ', depth * 2);
}
