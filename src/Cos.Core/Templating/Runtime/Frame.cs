namespace Cos.Sdk.Templating.Runtime;

/// <summary>One template being executed: its variables and where its text goes.</summary>
internal sealed class Frame
{
    private readonly List<(string Name, Slot Value)> _variables = [];

    /// <summary>Starts a template with its data, which <c>$</c> names.</summary>
    /// <param name="data">The data.</param>
    /// <param name="output">Where the text goes.</param>
    /// <param name="segments">Where the origin of the text is noted; null when nobody asks.</param>
    public Frame(Slot data, TextSink output, List<OutputSegment>? segments)
    {
        Output = output;
        Segments = segments;
        Declare("$", data);
    }

    /// <summary>Where the text goes.</summary>
    public TextSink Output { get; }

    /// <summary>Where the origin of the text is noted; null when nobody asks.</summary>
    public List<OutputSegment>? Segments { get; }

    /// <summary>How many variables there are; give it to <see cref="Restore"/> to forget later ones.</summary>
    public int Mark => _variables.Count;

    /// <summary>Adds a variable that hides one of the same name.</summary>
    public void Declare(string name, Slot value) => _variables.Add((name, value));

    /// <summary>Sets the innermost variable of a name; false when there is none.</summary>
    public bool TryAssign(string name, Slot value)
    {
        int index = Find(name);
        if (index >= 0)
        {
            _variables[index] = (name, value);
        }
        return index >= 0;
    }

    /// <summary>Finds the innermost variable of a name.</summary>
    public bool TryGet(string name, out Slot value)
    {
        int index = Find(name);
        value = index >= 0 ? _variables[index].Value : default;
        return index >= 0;
    }

    /// <summary>Forgets the variables that were declared since the mark was taken.</summary>
    public void Restore(int mark) => _variables.RemoveRange(mark, _variables.Count - mark);

    private int Find(string name)
    {
        for (int i = _variables.Count - 1; i >= 0; i--)
        {
            if (_variables[i].Name == name)
            {
                return i;
            }
        }
        return -1;
    }
}
