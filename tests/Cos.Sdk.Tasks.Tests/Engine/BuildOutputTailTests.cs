using System.Globalization;
using Cos.Sdk.Engine;

namespace Cos.Sdk.Tests.Engine;

public sealed class BuildOutputTailTests
{
    [Fact]
    public void Append_PartsOfLines_ArePutTogether()
    {
        BuildOutputTail tail = new();
        tail.Append("on");
        tail.Append("e\r\ntwo\nthr");
        Assert.Equal(["one", "two", "thr"], tail.Lines);
    }

    [Fact]
    public void Append_ManyLines_KeepsTheLast()
    {
        BuildOutputTail tail = new();
        for (int i = 0; i < 100; i++)
        {
            tail.Append(i.ToString(CultureInfo.InvariantCulture) + "\n");
        }
        tail.Append("end");
        Assert.Equal(BuildOutputTail.Capacity, tail.Lines.Count);
        Assert.Equal(("61", "end"), (tail.Lines[0], tail.Lines[^1]));
    }

    [Fact]
    public void Append_EndlessLine_IsCut()
    {
        BuildOutputTail tail = new();
        tail.Append(new string('x', 1 << 20));
        Assert.InRange(tail.Lines[0].Length, 1, 4000);
    }
}
