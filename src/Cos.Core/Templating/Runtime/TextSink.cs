using System.Text;

namespace Cos.Sdk.Templating.Runtime;

/// <summary>A text in the making that pays for every character and knows when it is too long.</summary>
internal sealed class TextSink(RenderContext context)
{
    private readonly StringBuilder _text = new();

    /// <summary>How long it is.</summary>
    public int Length => _text.Length;

    /// <summary>The last character; NUL when there is none.</summary>
    public char Last => _text.Length > 0 ? _text[^1] : '\0';

    /// <summary>Appends a text.</summary>
    public TextSink Append(ReadOnlySpan<char> text)
    {
        Pay(text.Length);
        _text.Append(text);
        return this;
    }

    /// <summary>Appends a character.</summary>
    public TextSink Append(char c)
    {
        Pay(1);
        _text.Append(c);
        return this;
    }

    /// <summary>Appends a character several times.</summary>
    public TextSink Append(char c, long count)
    {
        if (count > 0)
        {
            Pay(count);
            _text.Append(c, (int)count);
        }
        return this;
    }

    /// <summary>Appends a rune; one that is no Unicode scalar becomes U+FFFD.</summary>
    public TextSink AppendRune(long rune)
    {
        Pay(1);
        GoText.AppendRune(_text, rune);
        return this;
    }

    /// <inheritdoc />
    public override string ToString() => _text.ToString();

    private void Pay(long length)
    {
        context.CheckLength(_text.Length + length);
        context.Charge(length);
    }
}
