using System.Text;

namespace Cos.Sdk.Tools;

/// <summary>Cuts bytes into lines of bounded length. A carriage return, as progress displays use it, starts the line anew.</summary>
internal sealed class LineCollector(int maximumLength, Action<string> take)
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _line = new();
    private bool _returned;

    /// <summary>Adds a piece; it may end within a line or within a character.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        char[] characters = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        int count = _decoder.GetChars(bytes, characters, flush: false);
        foreach (char character in characters.AsSpan(0, count))
        {
            Add(character);
        }
    }

    /// <summary>Takes a last line that has no end.</summary>
    public void Finish() => Take();

    private void Add(char character)
    {
        if (character == '\n')
        {
            Take();
            return;
        }
        if (_returned)
        {
            _line.Clear();
        }
        _returned = character == '\r';
        if (!char.IsControl(character) && _line.Length < maximumLength)
        {
            _line.Append(character);
        }
        else if (character == '\t')
        {
            _line.Append(' ');
        }
    }

    private void Take()
    {
        string line = _line.ToString().TrimEnd();
        _line.Clear();
        _returned = false;
        if (line.Length > 0)
        {
            take(line);
        }
    }
}
