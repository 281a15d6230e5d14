using System.Buffers.Binary;
using System.Numerics;

namespace Cos.Sdk.Artifacts.Deltas;

/// <summary>
/// A fast sum of 64 bits over a content, to tell whether a file that a layer states again is another one. It withstands accidents, not attacks:
/// digests of what is published are SHA-256.
/// </summary>
internal struct ContentSum
{
    private const ulong Factor = 0x9E3779B97F4A7C15;

    private ulong _sum;
    private ulong _word;
    private int _wordBytes;
    private long _length;

    /// <summary>Takes the next bytes, however they are cut.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _length += bytes.Length;
        while (_wordBytes > 0 && !bytes.IsEmpty)
        {
            AppendByte(bytes[0]);
            bytes = bytes[1..];
        }
        ulong sum = _sum;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            sum = Mix(sum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }
        _sum = sum;
        foreach (byte value in bytes)
        {
            AppendByte(value);
        }
    }

    /// <summary>The sum of all bytes so far.</summary>
    public readonly ulong Finish() => Mix(Mix(_sum, _word), (ulong)_length);

    private static ulong Mix(ulong sum, ulong word) => BitOperations.RotateLeft((sum ^ word) * Factor, 29);

    private void AppendByte(byte value)
    {
        _word |= (ulong)value << (8 * _wordBytes);
        if (++_wordBytes == sizeof(ulong))
        {
            _sum = Mix(_sum, _word);
            _word = 0;
            _wordBytes = 0;
        }
    }
}
