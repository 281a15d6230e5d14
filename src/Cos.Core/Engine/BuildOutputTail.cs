using System.Text;

namespace Cos.Sdk.Engine;

/// <summary>Keeps the last lines of a step's output; parts of lines are put together, long lines cut.</summary>
internal sealed class BuildOutputTail
{
    /// <summary>How many lines are kept.</summary>
    public const int Capacity = 40;

    private const int MaxLineLength = 2000;

    private readonly Queue<string> _lines = new(Capacity);
    private readonly StringBuilder _partial = new();

    /// <summary>The lines, oldest first, the unfinished one last.</summary>
    public IReadOnlyList<string> Lines => _partial.Length == 0
        ? [.. _lines]
        : [.. _lines.Skip(_lines.Count == Capacity ? 1 : 0), _partial.ToString()];

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _lines.Clear();
        _partial.Clear();
    }

    /// <summary>Adds text: parts of a line, or several.</summary>
    public void Append(string text)
    {
        foreach (char letter in text)
        {
            if (letter == '\n')
            {
                EndLine();
            }
            else if (letter != '\r' && _partial.Length < MaxLineLength)
            {
                _partial.Append(letter);
            }
        }
    }

    private void EndLine()
    {
        if (_lines.Count == Capacity)
        {
            _lines.Dequeue();
        }
        _lines.Enqueue(_partial.ToString());
        _partial.Clear();
    }
}
