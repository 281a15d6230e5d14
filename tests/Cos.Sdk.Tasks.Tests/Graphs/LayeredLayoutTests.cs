using Cos.Sdk.Graphs;

namespace Cos.Sdk.Tests.Graphs;

public sealed class LayeredLayoutTests
{
    [Fact]
    public void Place_Chain_IsALine()
    {
        LayeredLayout layout = LayeredLayout.Place(3, [(0, 1), (1, 2)]);
        Assert.Equal([0, 1, 2], layout.Nodes.Select(node => node.Column));
        Assert.Single(layout.Nodes.Select(node => node.Row).Distinct());
    }

    [Fact]
    public void Place_LongEdge_PassesEveryColumn() =>
        Assert.Equal([0, 1, 2], LayeredLayout.Place(3, [(0, 1), (1, 2), (0, 2)]).Edges[2].Select(point => point.Column));

    [Fact]
    public void Place_CrossedPairs_AreUncrossed()
    {
        LayeredLayout layout = LayeredLayout.Place(4, [(0, 3), (1, 2)]);
        Assert.Equal(layout.Nodes[0].Row < layout.Nodes[1].Row, layout.Nodes[3].Row < layout.Nodes[2].Row);
    }

    [Fact]
    public void Place_Circle_IsPlacedAllTheSame() => Assert.Equal(3, LayeredLayout.Place(3, [(0, 1), (1, 2), (2, 0)]).ColumnCount);

    [Fact]
    public void Place_Nothing_IsEmpty() => Assert.Equal(0, LayeredLayout.Place(0, []).Height);

    [Fact]
    public void Place_ManyNodes_KeepsThemApart()
    {
        Random random = new(42);
        (int, int)[] edges = [.. Enumerable.Range(1, 399).SelectMany(node => Enumerable.Range(0, 3).Select(_ => (node, random.Next(node)))).Distinct()];
        LayeredLayout layout = LayeredLayout.Place(400, edges);
        Assert.All(edges, edge => Assert.True(layout.Nodes[edge.Item1].Column < layout.Nodes[edge.Item2].Column));
        Assert.All(layout.Nodes.GroupBy(node => node.Column), column =>
        {
            double[] rows = [.. column.Select(node => node.Row).Order()];
            Assert.All(rows.Zip(rows.Skip(1)), pair => Assert.True(pair.Second - pair.First > 0.999));
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1, 1.0, 0.0)]
    [InlineData(0, 1.0, 1.0, 2.0)]
    [InlineData(3, 3.0, 2.0, 1.0)]
    [InlineData(6, 4.0, 2.0, 5.0, 1.0, 3.0, 6.0)]
    public void Count_Inversions(int expected, params double[] values) => Assert.Equal(expected, InversionCounter.Count(values));
}
