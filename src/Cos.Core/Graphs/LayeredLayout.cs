namespace Cos.Sdk.Graphs;

/// <summary>
/// Places a graph in columns, from what needs to what is needed: each node in the column behind its furthest user, few crossings, long edges
/// round the nodes between. A function of the edges and the order of nodes.
/// </summary>
internal sealed class LayeredLayout
{
    private const int Sweeps = 24;

    private readonly List<LayoutPoint> _points = [];
    private readonly List<List<LayoutPoint>> _columns = [];

    private LayeredLayout()
    {
    }

    /// <summary>The places of the nodes, by their indexes.</summary>
    public IReadOnlyList<LayoutPoint> Nodes { get; private set; } = [];

    /// <summary>For each edge the places that it passes, ends included.</summary>
    public IReadOnlyList<IReadOnlyList<LayoutPoint>> Edges { get; private set; } = [];

    /// <summary>How many columns there are.</summary>
    public int ColumnCount => _columns.Count;

    /// <summary>The height of all, in rows.</summary>
    public double Height { get; private set; }

    /// <summary>Places nodes 0 to <paramref name="count"/> - 1. Edges that close a circle are placed against the direction.</summary>
    public static LayeredLayout Place(int count, IReadOnlyList<(int From, int To)> edges)
    {
        LayeredLayout layout = new();
        int[] columns = ColumnFinder.Find(count, edges);
        layout.Nodes = [.. Enumerable.Range(0, count).Select(node => layout.Add(columns[node], isNode: true))];
        layout.Edges = [.. edges.Select(edge => layout.Route(layout.Nodes[edge.From], layout.Nodes[edge.To]))];
        layout.Order();
        layout.Align();
        return layout;
    }

    private LayoutPoint Add(int column, bool isNode)
    {
        while (_columns.Count <= column)
        {
            _columns.Add([]);
        }
        LayoutPoint point = new(column, isNode) { Row = _columns[column].Count };
        _columns[column].Add(point);
        _points.Add(point);
        return point;
    }

    private IReadOnlyList<LayoutPoint> Route(LayoutPoint from, LayoutPoint to)
    {
        List<LayoutPoint> passed = [from];
        int step = Math.Sign(to.Column - from.Column);
        for (int column = from.Column + step; step != 0 && column != to.Column; column += step)
        {
            passed.Add(Add(column, isNode: false));
        }
        passed.Add(to);
        for (int i = 1; i < passed.Count; i++)
        {
            passed[i - 1].Neighbours.Add(passed[i]);
            passed[i].Neighbours.Add(passed[i - 1]);
        }
        return passed;
    }

    /// <summary>Orders each column by the middle of its neighbours in the one before or behind, there and back again.</summary>
    private void Order()
    {
        List<List<LayoutPoint>> best = Copy();
        long fewest = CountCrossings();
        for (int sweep = 0; sweep < Sweeps && fewest > 0; sweep++)
        {
            bool forward = sweep % 2 == 0;
            foreach (List<LayoutPoint> column in forward ? _columns.AsEnumerable().Skip(1) : _columns.AsEnumerable().Reverse().Skip(1))
            {
                int other = column.Count == 0 ? 0 : column[0].Column + (forward ? -1 : 1);
                LayoutPoint[] sorted = [.. column.OrderBy(point => point.MiddleIn(other, point.Row))];
                column.Clear();
                column.AddRange(sorted);
                Number(column);
            }
            long crossings = CountCrossings();
            if (crossings < fewest)
            {
                (best, fewest) = (Copy(), crossings);
            }
        }
        for (int i = 0; i < _columns.Count; i++)
        {
            _columns[i].Clear();
            _columns[i].AddRange(best[i]);
            Number(_columns[i]);
        }
    }

    private List<List<LayoutPoint>> Copy() => [.. _columns.Select(column => column.ToList())];

    private static void Number(List<LayoutPoint> column)
    {
        for (int i = 0; i < column.Count; i++)
        {
            column[i].Row = i;
        }
    }

    private long CountCrossings()
    {
        long crossings = 0;
        for (int column = 0; column + 1 < _columns.Count; column++)
        {
            double[] ends = [.. _columns[column].SelectMany(point => point.Neighbours.Where(other => other.Column == point.Column + 1).Select(other => other.Row).Order())];
            crossings += InversionCounter.Count(ends);
        }
        return crossings;
    }

    /// <summary>Moves each point towards its neighbours, as far as those above and below it in the column let it.</summary>
    private void Align()
    {
        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            foreach (List<LayoutPoint> column in sweep % 2 == 0 ? _columns : _columns.AsEnumerable().Reverse())
            {
                RowSpacing.Place(column);
            }
        }
        double top = _points.Count == 0 ? 0 : _points.Min(point => point.Row);
        foreach (LayoutPoint point in _points)
        {
            point.Row -= top;
        }
        Height = _points.Count == 0 ? 0 : _points.Max(point => point.Row) + 1;
    }
}
