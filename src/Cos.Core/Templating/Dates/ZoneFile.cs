using System.Buffers.Binary;
using System.Text;

namespace Cos.Sdk.Templating.Dates;

/// <summary>Reads the files of the system's time zone database (TZif, RFC 8536).</summary>
internal static class ZoneFile
{
    private const int HeaderSize = 44;

    /// <summary>The zone of a file; null when it is not one.</summary>
    public static GoZone? Parse(string name, byte[] file)
    {
        try
        {
            ReadOnlySpan<byte> rest = file;
            if (!rest.StartsWith("TZif"u8))
            {
                return null;
            }
            int timeSize = 4;
            if (rest[4] >= (byte)'2')
            {
                rest = rest[SizeOf(rest, timeSize)..];
                timeSize = 8;
            }
            return Parse(name, rest, timeSize);
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
        catch (IndexOutOfRangeException)
        {
            return null;
        }
    }

    private static int Count(ReadOnlySpan<byte> block, int index) => BinaryPrimitives.ReadInt32BigEndian(block[(20 + (4 * index))..]);

    private static int SizeOf(ReadOnlySpan<byte> block, int timeSize) =>
        HeaderSize + (Count(block, 3) * (timeSize + 1)) + (Count(block, 4) * 6) + Count(block, 5)
        + (Count(block, 2) * (timeSize + 4)) + Count(block, 1) + Count(block, 0);

    private static GoZone Parse(string zone, ReadOnlySpan<byte> block, int timeSize)
    {
        (int times, int types, int letters) = (Count(block, 3), Count(block, 4), Count(block, 5));
        ReadOnlySpan<byte> timeData = block[HeaderSize..];
        ReadOnlySpan<byte> indexData = timeData[(times * timeSize)..];
        ReadOnlySpan<byte> typeData = indexData[times..];
        ReadOnlySpan<byte> letterData = typeData[(types * 6)..];
        ZoneType[] kinds = new ZoneType[types];
        for (int i = 0; i < types; i++)
        {
            ReadOnlySpan<byte> type = typeData[(i * 6)..];
            ReadOnlySpan<byte> abbreviation = letterData[type[5]..letters];
            int end = abbreviation.IndexOf((byte)0);
            string name = Encoding.ASCII.GetString(end < 0 ? abbreviation : abbreviation[..end]);
            kinds[i] = new ZoneType(BinaryPrimitives.ReadInt32BigEndian(type), type[4] != 0, name);
        }
        (long, ZoneType)[] transitions = new (long, ZoneType)[times];
        for (int i = 0; i < times; i++)
        {
            ReadOnlySpan<byte> time = timeData[(i * timeSize)..];
            long at = timeSize == 8 ? BinaryPrimitives.ReadInt64BigEndian(time) : BinaryPrimitives.ReadInt32BigEndian(time);
            transitions[i] = (at, kinds[indexData[i]]);
        }
        string footer = timeSize == 8 ? Encoding.ASCII.GetString(block[SizeOf(block, timeSize)..]).Trim('\n') : "";
        ZoneRule? rule = ZoneRule.Parse(footer);
        ZoneType first = kinds.FirstOrDefault(kind => !kind.IsDaylight) ?? kinds[0];
        return new GoZone(zone, seconds => Find(transitions, first, rule, seconds));
    }

    private static (int Offset, string Abbreviation) Find(
        (long At, ZoneType Type)[] transitions, ZoneType first, ZoneRule? rule, long seconds)
    {
        int low = 0;
        int high = transitions.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = transitions[middle].At <= seconds ? (middle + 1, high) : (low, middle);
        }
        if (low == transitions.Length && rule is not null)
        {
            return rule.At(seconds);
        }
        ZoneType type = low == 0 ? first : transitions[low - 1].Type;
        return (type.Offset, type.Abbreviation);
    }

    private sealed record ZoneType(int Offset, bool IsDaylight, string Abbreviation);
}
