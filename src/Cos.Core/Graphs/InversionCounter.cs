namespace Cos.Sdk.Graphs;

/// <summary>Counts pairs in the wrong order, which are the crossings of edges whose other ends are in order.</summary>
internal static class InversionCounter
{
    /// <summary>How many pairs there are whose first is greater than the second; sorts on the way, the array is not changed.</summary>
    public static long Count(double[] values)
    {
        double[] from = [.. values];
        double[] to = new double[values.Length];
        long count = 0;
        for (int width = 1; width < values.Length; width *= 2)
        {
            for (int start = 0; start < values.Length; start += 2 * width)
            {
                (int left, int middle, int end) = (start, Math.Min(start + width, values.Length), Math.Min(start + (2 * width), values.Length));
                int right = middle;
                for (int i = start; i < end; i++)
                {
                    bool takesLeft = left < middle && (right >= end || from[left] <= from[right]);
                    count += takesLeft ? 0 : middle - left;
                    to[i] = takesLeft ? from[left++] : from[right++];
                }
            }
            (from, to) = (to, from);
        }
        return count;
    }
}
