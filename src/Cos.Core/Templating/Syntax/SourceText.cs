using System.Text;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Templating.Syntax;

/// <summary>Several template files glued into one text that still knows where each character came from.</summary>
/// <remarks>A file that does not end in a line break gets one, so that the next begins on a line of its own.</remarks>
internal sealed class SourceText
{
    private readonly TemplateSource[] _files;

    private readonly int[] _starts;

    private readonly LineIndex _lines;

    private SourceText(string text, TemplateSource[] files, int[] starts)
    {
        Text = text;
        _files = files;
        _starts = starts;
        _lines = new LineIndex(text);
    }

    /// <summary>The glued text.</summary>
    public string Text { get; }

    /// <summary>Glues the shared files, in their order, in front of the main one.</summary>
    public static SourceText Glue(IReadOnlyList<TemplateSource> shared, TemplateSource main)
    {
        if (shared.Count == 0)
        {
            return new SourceText(main.Text, [main], [0]);
        }
        StringBuilder text = new();
        int[] starts = new int[shared.Count + 1];
        for (int i = 0; i < shared.Count; i++)
        {
            starts[i] = text.Length;
            text.Append(shared[i].Text);
            if (shared[i].Text.Length > 0 && shared[i].Text[^1] != '\n')
            {
                text.Append('\n');
            }
        }
        starts[^1] = text.Length;
        text.Append(main.Text);
        return new SourceText(text.ToString(), [.. shared, main], starts);
    }

    /// <summary>The file, line and column of an offset in <see cref="Text"/>.</summary>
    public SourceLocation Locate(int offset)
    {
        int file = Array.BinarySearch(_starts, offset);
        file = file < 0 ? ~file - 1 : LastWithStart(file);
        (int line, int column) = _lines.PositionOf(Math.Min(offset, Text.Length));
        return new SourceLocation(_files[file].File, line - _lines.PositionOf(_starts[file]).Line + 1, column);
    }

    private int LastWithStart(int file)
    {
        while (file + 1 < _starts.Length && _starts[file + 1] == _starts[file])
        {
            file++;
        }
        return file;
    }
}
