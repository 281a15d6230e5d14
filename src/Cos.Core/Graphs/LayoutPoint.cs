namespace Cos.Sdk.Graphs;

/// <summary>The place of a node, or one that a long edge passes.</summary>
/// <param name="column">From 0.</param>
/// <param name="isNode">Whether a node is there.</param>
internal sealed class LayoutPoint(int column, bool isNode)
{
    /// <summary>From 0, at what needs the others.</summary>
    public int Column => column;

    /// <summary>Whether a node is there, which takes a whole row.</summary>
    public bool IsNode => isNode;

    /// <summary>From 0, in heights of a node.</summary>
    public double Row { get; set; }

    /// <summary>The next places of all edges here.</summary>
    public List<LayoutPoint> Neighbours { get; } = [];

    /// <summary>The middle of its neighbours in a column; <paramref name="otherwise"/> when it has none there.</summary>
    public double MiddleIn(int neighbouringColumn, double otherwise)
    {
        (double sum, int count) = (0, 0);
        foreach (LayoutPoint other in Neighbours)
        {
            if (other.Column == neighbouringColumn)
            {
                (sum, count) = (sum + other.Row, count + 1);
            }
        }
        return count == 0 ? otherwise : sum / count;
    }
}
