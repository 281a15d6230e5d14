using Cos.Sdk.Diagnostics;
using Cos.Sdk.Templating.Runtime;
using Cos.Sdk.Templating.Syntax;

namespace Cos.Sdk.Templating;

/// <summary>What a template printed, and where in the template files each part of it was made.</summary>
internal sealed class RenderedText(string text, SourceText source, IReadOnlyList<OutputSegment> segments)
{
    private readonly LineIndex _lines = new(text);

    /// <summary>The text.</summary>
    public string Text => text;

    /// <summary>Finds the place in the template files that made a place of the text.</summary>
    /// <param name="line">1-based line of <see cref="Text"/>; one behind the end counts as the end.</param>
    /// <param name="column">1-based column in UTF-16 units; one behind the end of the line counts as its end.</param>
    /// <returns>
    /// The very character where it was copied from the template, else the action that printed it.
    /// </returns>
    public SourceLocation Locate(int line, int column = 1)
    {
        int offset = _lines.OffsetOf(line, column);
        int index = FindSegment(offset);
        if (index < 0)
        {
            return source.Locate(0);
        }
        OutputSegment segment = segments[index];
        return source.Locate(segment.IsCopied ? segment.Source + offset - segment.Start : segment.Source);
    }

    /// <summary>The last part that begins at or before the offset; of several at the same place the one that is not empty.</summary>
    private int FindSegment(int offset)
    {
        int low = 0;
        int high = segments.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (segments[middle].Start <= offset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }
        return high;
    }
}
