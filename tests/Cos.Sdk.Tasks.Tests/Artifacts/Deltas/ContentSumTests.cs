using Cos.Sdk.Artifacts.Deltas;

namespace Cos.Sdk.Tests.Artifacts.Deltas;

public sealed class ContentSumTests
{
    [Fact]
    public void Append_HoweverTheBytesAreCut_GivesTheSameSum()
    {
        byte[] bytes = new byte[1001];
        new Random(3).NextBytes(bytes);
        ulong whole = Sum(bytes, bytes.Length);

        Assert.All([1, 3, 7, 8, 9, 500], piece => Assert.Equal(whole, Sum(bytes, piece)));
    }

    [Fact]
    public void Append_OtherBytesOrLengths_GivesOtherSums()
    {
        HashSet<ulong> sums = [];
        for (int length = 0; length < 40; length++)
        {
            byte[] bytes = new byte[length];
            Assert.True(sums.Add(Sum(bytes, 8)));
            for (int i = 0; i < length; i++)
            {
                bytes[i] = 1;
                Assert.True(sums.Add(Sum(bytes, 8)));
                bytes[i] = 0;
            }
        }
    }

    private static ulong Sum(byte[] bytes, int piece)
    {
        ContentSum sum = default;
        for (int i = 0; i < bytes.Length; i += piece)
        {
            sum.Append(bytes.AsSpan(i, Math.Min(piece, bytes.Length - i)));
        }
        return sum.Finish();
    }
}
