using System.Globalization;
using System.Text;
using System.Text.Json;
using Cos.Sdk.Templating.Formatting;
using Cos.Sdk.Templating.Runtime;

namespace Cos.Sdk.Templating.Functions;

/// <summary>Writes values as JSON, with sorted keys, and reads JSON into values whose numbers are all floating-point.</summary>
internal sealed class JsonText
{
    private const int MaxDepth = 200;

    private readonly RenderContext _context;
    private readonly TextSink _sink;
    private readonly bool _escapesHtml;
    private readonly string? _indent;
    private int _depth;

    private JsonText(RenderContext context, bool escapesHtml, string? indent)
    {
        _context = context;
        _sink = new TextSink(context);
        _escapesHtml = escapesHtml;
        _indent = indent;
    }

    /// <summary>Writes a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="context">Pays for the work.</param>
    /// <param name="escapesHtml">Whether <c>&lt;</c>, <c>&gt;</c> and <c>&amp;</c> are escaped.</param>
    /// <param name="indent">What each level is indented by; null for one line.</param>
    /// <returns>The text; null when the value holds a number that JSON does not have.</returns>
    public static string? Write(object? value, RenderContext context, bool escapesHtml = true, string? indent = null)
    {
        JsonText json = new(context, escapesHtml, indent);
        return json.TryWrite(value) ? json._sink.ToString() : null;
    }

    /// <summary>Reads a value; false with a reason when the text is not JSON.</summary>
    public static bool TryRead(string text, out object? value, out string reason)
    {
        (value, reason) = (null, "");
        try
        {
            JsonDocumentOptions options = new() { MaxDepth = MaxDepth };
            using JsonDocument document = JsonDocument.Parse(RepairSurrogates(GoText.ToDisplay(text)), options);
            value = Convert(document.RootElement);
            return true;
        }
        catch (JsonException exception)
        {
            reason = text.Length == 0
                ? "unexpected end of JSON input"
                : $"the text is not JSON, see line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}";
            return false;
        }
        catch (OverflowException)
        {
            reason = "a number is too large";
            return false;
        }
    }

    private static object? Convert(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                GoMap map = GoMap.Create();
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    map[property.Name] = Convert(property.Value);
                }
                return map;
            case JsonValueKind.Array:
                return GoList.Of([.. element.EnumerateArray().Select(Convert)]);
            case JsonValueKind.String:
                return element.GetString();
            case JsonValueKind.Number:
                double number = element.GetDouble();
                return double.IsFinite(number) ? number : throw new OverflowException();
            case JsonValueKind.True or JsonValueKind.False:
                return element.GetBoolean();
            default:
                return null;
        }
    }

    /// <summary>An escaped half of a surrogate pair becomes U+FFFD.</summary>
    private static string RepairSurrogates(string text)
    {
        if (!text.Contains("\\ud", StringComparison.OrdinalIgnoreCase))
        {
            return text;
        }
        StringBuilder repaired = new(text);
        for (int i = 0; i + 1 < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                continue;
            }
            int unit = ReadUnit(text, i);
            if (unit is >= 0xd800 and <= 0xdbff && ReadUnit(text, i + 6) is >= 0xdc00 and <= 0xdfff)
            {
                i += 11;
            }
            else if (unit is >= 0xd800 and <= 0xdfff)
            {
                repaired.Remove(i, 6).Insert(i, "\\ufffd");
                i += 5;
            }
            else
            {
                i++;
            }
        }
        return repaired.ToString();
    }

    private static int ReadUnit(string text, int index) =>
        index + 6 <= text.Length && text[index] == '\\' && text[index + 1] == 'u'
        && int.TryParse(text.AsSpan(index + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int unit)
            ? unit
            : -1;

    private bool TryWrite(object? value)
    {
        using RenderContext.Nesting nesting = _context.Descend();
        switch (value)
        {
            case null or GoList { IsNil: true } or GoMap { IsNil: true }:
                _sink.Append("null");
                return true;
            case bool flag:
                _sink.Append(flag ? "true" : "false");
                return true;
            case string text:
                WriteString(text);
                return true;
            case double number:
                return TryWriteNumber(number);
            case ulong number:
                _sink.Append(number.ToString(CultureInfo.InvariantCulture));
                return true;
            case GoList list:
                return TryWriteItems(list);
            case GoMap map:
                return TryWriteEntries([.. map.Keys.Select(key => KeyValuePair.Create(key, map[key]))]);
            case GoObject { JsonForm: { } form }:
                WriteString(form);
                return true;
            case GoObject item:
                return TryWriteEntries(item.Fields);
            default:
                Values.TryGetInteger(value, out long integer);
                _sink.Append(integer.ToString(CultureInfo.InvariantCulture));
                return true;
        }
    }

    private bool TryWriteNumber(double number)
    {
        if (!double.IsFinite(number))
        {
            return false;
        }
        double size = Math.Abs(number);
        bool hasExponent = size != 0 && (size < 1e-6 || size >= 1e21);
        string text = FloatFormat.Format(number, hasExponent ? 'e' : 'f', -1);
        if (hasExponent && text.Length >= 4 && text[^4] == 'e' && text[^3] == '-' && text[^2] == '0')
        {
            text = text[..^2] + text[^1];
        }
        _sink.Append(text);
        return true;
    }

    private bool TryWriteItems(GoList list)
    {
        if (list.Count == 0)
        {
            _sink.Append("[]");
            return true;
        }
        _sink.Append('[');
        _depth++;
        for (int i = 0; i < list.Count; i++)
        {
            _sink.Append(i > 0 ? "," : "");
            WriteLineBreak();
            if (!TryWrite(list[i]))
            {
                return false;
            }
        }
        _depth--;
        WriteLineBreak();
        _sink.Append(']');
        return true;
    }

    private bool TryWriteEntries(IReadOnlyList<KeyValuePair<string, object?>> entries)
    {
        if (entries.Count == 0)
        {
            _sink.Append("{}");
            return true;
        }
        _sink.Append('{');
        _depth++;
        for (int i = 0; i < entries.Count; i++)
        {
            _sink.Append(i > 0 ? "," : "");
            WriteLineBreak();
            WriteString(entries[i].Key);
            _sink.Append(_indent is null ? ":" : ": ");
            if (!TryWrite(entries[i].Value))
            {
                return false;
            }
        }
        _depth--;
        WriteLineBreak();
        _sink.Append('}');
        return true;
    }

    private void WriteLineBreak()
    {
        if (_indent is not null)
        {
            _sink.Append('\n');
            for (int i = 0; i < _depth; i++)
            {
                _sink.Append(_indent);
            }
        }
    }

    private void WriteString(string text)
    {
        _sink.Append('"');
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            switch (c)
            {
                case >= '\udc80' and <= '\udcff' when i == 0 || !char.IsHighSurrogate(text[i - 1]):
                    _sink.Append("\\ufffd");
                    break;
                case '"' or '\\':
                    _sink.Append('\\').Append(c);
                    break;
                case '\n':
                    _sink.Append("\\n");
                    break;
                case '\r':
                    _sink.Append("\\r");
                    break;
                case '\t':
                    _sink.Append("\\t");
                    break;
                case < ' ' or '\u2028' or '\u2029':
                case '<' or '>' or '&' when _escapesHtml:
                    _sink.Append(string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"));
                    break;
                default:
                    _sink.Append(c);
                    break;
            }
        }
        _sink.Append('"');
    }
}
