namespace Cos.Sdk.Graphs;

/// <summary>Gives the points of a column the rows nearest to where they want to be that keep their order and distances.</summary>
internal static class RowSpacing
{
    private const double BesideEdge = 0.45;

    /// <summary>Least squares by pooling neighbours that would collide.</summary>
    public static void Place(IReadOnlyList<LayoutPoint> column)
    {
        double[] offsets = new double[column.Count];
        for (int i = 1; i < column.Count; i++)
        {
            offsets[i] = offsets[i - 1] + Distance(column[i - 1], column[i]);
        }
        Stack<(double Sum, double Weight, int Count)> pools = new();
        for (int i = 0; i < column.Count; i++)
        {
            double weight = Math.Max(1, column[i].Neighbours.Count);
            (double Sum, double Weight, int Count) pool = ((Wanted(column[i]) - offsets[i]) * weight, weight, 1);
            while (pools.TryPeek(out (double Sum, double Weight, int Count) above) && above.Sum / above.Weight > pool.Sum / pool.Weight)
            {
                pools.Pop();
                pool = (above.Sum + pool.Sum, above.Weight + pool.Weight, above.Count + pool.Count);
            }
            pools.Push(pool);
        }
        int next = column.Count;
        foreach ((double sum, double weight, int count) in pools)
        {
            for (int i = next - count; i < next; i++)
            {
                column[i].Row = (sum / weight) + offsets[i];
            }
            next -= count;
        }
    }

    private static double Wanted(LayoutPoint point) => point.Neighbours.Count == 0 ? point.Row : point.Neighbours.Average(other => other.Row);

    private static double Distance(LayoutPoint above, LayoutPoint below) => above.IsNode && below.IsNode ? 1 : above.IsNode || below.IsNode ? 0.75 : BesideEdge;
}
