namespace Cos.Sdk.Graphs;

/// <summary>Gives each node the column behind its furthest user.</summary>
internal static class ColumnFinder
{
    /// <summary>Columns from 0. An edge that closes a circle does not count.</summary>
    public static int[] Find(int count, IReadOnlyList<(int From, int To)> edges)
    {
        ILookup<int, int> next = edges.ToLookup(edge => edge.From, edge => edge.To);
        int[] columns = new int[count];
        // Reverse postorder, without recursion: users come before what they use, but for edges back.
        List<int> order = [];
        byte[] state = new byte[count];
        HashSet<(int, int)> back = [];
        HashSet<int> used = [.. edges.Select(edge => edge.To)];
        foreach (int start in Enumerable.Range(0, count).OrderBy(node => used.Contains(node)))
        {
            Visit(start);
        }
        order.Reverse();
        foreach (int node in order)
        {
            foreach (int to in next[node].Where(to => !back.Contains((node, to))))
            {
                columns[to] = Math.Max(columns[to], columns[node] + 1);
            }
        }
        return columns;

        void Visit(int start)
        {
            if (state[start] != 0)
            {
                return;
            }
            Stack<(int Node, IEnumerator<int> Open)> path = new();
            Enter(start);
            while (path.TryPeek(out (int Node, IEnumerator<int> Open) top))
            {
                if (!top.Open.MoveNext())
                {
                    state[top.Node] = 2;
                    order.Add(top.Node);
                    path.Pop();
                }
                else if (state[top.Open.Current] == 1)
                {
                    back.Add((top.Node, top.Open.Current));
                }
                else if (state[top.Open.Current] == 0)
                {
                    Enter(top.Open.Current);
                }
            }

            void Enter(int node)
            {
                state[node] = 1;
                path.Push((node, next[node].GetEnumerator()));
            }
        }
    }
}
