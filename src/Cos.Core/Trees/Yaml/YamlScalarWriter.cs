using System.Globalization;
using System.Text;

namespace Cos.Sdk.Trees.Yaml;

/// <summary>Writes texts in the simplest form that is read back as the same text, and keeps count of columns.</summary>
internal sealed class YamlScalarWriter(TextWriter writer, YamlLayout layout)
{
    private int _column;

    /// <summary>Writes characters of one line as they are.</summary>
    public void Write(string text)
    {
        writer.Write(text);
        _column += text.Length;
    }

    /// <summary>Begins a line, unless the writer stands at the beginning of one, and goes to a column.</summary>
    public void NewLine(int indent)
    {
        EndLine();
        for (; _column < indent; _column++)
        {
            writer.Write(' ');
        }
    }

    /// <summary>Ends the line, unless the writer stands at the beginning of one.</summary>
    public void EndLine()
    {
        if (_column > 0)
        {
            writer.Write('\n');
            _column = 0;
        }
    }

    /// <summary>Writes the key of a mapping: one line, never wrapped.</summary>
    public void WriteKey(string key)
    {
        YamlScalarShape shape = YamlScalarShape.Of(key);
        if (key.Contains('\n', StringComparison.Ordinal) || !YamlResolver.IsPlainString(key) || !(shape.Plain || shape.SingleQuoted))
        {
            WriteDoubleQuoted(key, wrapAt: null);
        }
        else
        {
            WriteLine(key, shape.Plain, wrapAt: null);
        }
    }

    /// <summary>Writes a text; its further lines begin at <paramref name="indent"/>, which is <paramref name="step"/> deeper than what holds it.</summary>
    public void WriteText(string text, int indent, int step)
    {
        YamlScalarShape shape = YamlScalarShape.Of(text);
        if (text.Contains('\n', StringComparison.Ordinal) && shape.Literal && (layout.TabsInBlocks || !text.Contains('\t', StringComparison.Ordinal)))
        {
            WriteLiteral(text, indent, step);
        }
        else if (text.Contains('\n', StringComparison.Ordinal) || !YamlResolver.IsPlainString(text) || !(shape.Plain || shape.SingleQuoted))
        {
            WriteDoubleQuoted(text, indent);
        }
        else
        {
            WriteLine(text, shape.Plain, indent);
        }
    }

    /// <summary>Writes a text of one line, plain or between single quotes.</summary>
    private void WriteLine(string text, bool plain, int? wrapAt)
    {
        if (!plain)
        {
            Write("'");
        }
        int position = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            int next = position + rune.Utf16SequenceLength;
            bool blank = rune.Value == ' ';
            bool single = blank && (position == 0 || text[position - 1] != ' ') && (next == text.Length || text[next] != ' ');
            if (single && wrapAt is int indent && _column > layout.Width && (plain || (position > 0 && next < text.Length)))
            {
                NewLine(indent);
            }
            else
            {
                writer.Write(rune);
                _column++;
                if (rune.Value == '\'' && !plain)
                {
                    Write("'");
                }
            }
            position = next;
        }
        if (!plain)
        {
            Write("'");
        }
    }

    private void WriteDoubleQuoted(string text, int? wrapAt)
    {
        Write("\"");
        int position = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            int next = position + rune.Utf16SequenceLength;
            bool firstBlank = rune.Value == ' ' && position > 0 && text[position - 1] != ' ';
            if (firstBlank && wrapAt is int indent && _column > layout.Width && next < text.Length)
            {
                NewLine(indent);
                if (text[next] == ' ')
                {
                    Write("\\");
                }
            }
            else if (rune.Value is '"' or '\\' || !YamlScalarShape.IsPrintable(rune) || YamlScalarShape.IsBreak(rune.Value))
            {
                Write(Escape(rune));
            }
            else
            {
                writer.Write(rune);
                _column++;
            }
            position = next;
        }
        Write("\"");
    }

    private void WriteLiteral(string text, int indent, int step)
    {
        Write("|");
        if (text[0] is ' ' or '\n')
        {
            Write(step.ToString(CultureInfo.InvariantCulture));
        }
        if (text[^1] != '\n')
        {
            Write("-");
        }
        else if (text.Length == 1 || text[^2] == '\n')
        {
            Write("+");
        }
        EndLine();
        ReadOnlySpan<char> content = text[^1] == '\n' ? text.AsSpan(0, text.Length - 1) : text;
        foreach (Range range in content.Split('\n'))
        {
            ReadOnlySpan<char> line = content[range];
            if (!line.IsEmpty)
            {
                NewLine(indent);
                writer.Write(line);
            }
            writer.Write('\n');
            _column = 0;
        }
    }

    private static string Escape(Rune rune) => rune.Value switch
    {
        0 => "\\0",
        7 => "\\a",
        8 => "\\b",
        '\t' => "\\t",
        '\n' => "\\n",
        0x0B => "\\v",
        0x0C => "\\f",
        '\r' => "\\r",
        0x1B => "\\e",
        '"' => "\\\"",
        '\\' => "\\\\",
        0x85 => "\\N",
        0x2028 => "\\L",
        0x2029 => "\\P",
        <= 0xFF => "\\x" + rune.Value.ToString("X2", CultureInfo.InvariantCulture),
        <= 0xFFFF => "\\u" + rune.Value.ToString("X4", CultureInfo.InvariantCulture),
        _ => "\\U" + rune.Value.ToString("X8", CultureInfo.InvariantCulture),
    };
}
