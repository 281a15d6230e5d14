using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Cos.Sdk.Templating.Functions;

/// <summary>The key derivation of RFC 7914 with the costs of Master Password: N = 32768, r = 8, p = 2, 64 bytes.</summary>
internal static class Scrypt
{
    private const int Cost = 32768;
    private const int BlockFactor = 8;
    private const int Lanes = 2;
    private const int KeyLength = 64;
    private const int Words = 32 * BlockFactor;

    /// <summary>Derives a key.</summary>
    public static byte[] DeriveKey(byte[] password, byte[] salt)
    {
        byte[] blocks = Rfc2898DeriveBytes.Pbkdf2(password, salt, 1, HashAlgorithmName.SHA256, Lanes * Words * 4);
        uint[] table = new uint[Cost * Words];
        for (int lane = 0; lane < Lanes; lane++)
        {
            Mix(blocks.AsSpan(lane * Words * 4, Words * 4), table);
        }
        return Rfc2898DeriveBytes.Pbkdf2(password, blocks, 1, HashAlgorithmName.SHA256, KeyLength);
    }

    private static void Mix(Span<byte> block, uint[] table)
    {
        uint[] current = new uint[Words];
        uint[] scratch = new uint[Words];
        for (int i = 0; i < Words; i++)
        {
            current[i] = BinaryPrimitives.ReadUInt32LittleEndian(block[(i * 4)..]);
        }
        for (int i = 0; i < Cost; i++)
        {
            current.CopyTo(table.AsSpan(i * Words));
            MixBlock(current, scratch);
        }
        for (int i = 0; i < Cost; i++)
        {
            int row = (int)(current[Words - 16] & (Cost - 1));
            for (int j = 0; j < Words; j++)
            {
                current[j] ^= table[(row * Words) + j];
            }
            MixBlock(current, scratch);
        }
        for (int i = 0; i < Words; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(block[(i * 4)..], current[i]);
        }
    }

    private static void MixBlock(uint[] block, uint[] scratch)
    {
        Span<uint> state = stackalloc uint[16];
        block.AsSpan(Words - 16).CopyTo(state);
        for (int i = 0; i < 2 * BlockFactor; i++)
        {
            for (int j = 0; j < 16; j++)
            {
                state[j] ^= block[(i * 16) + j];
            }
            Salsa(state);
            state.CopyTo(scratch.AsSpan(((i / 2) + (i % 2 * BlockFactor)) * 16));
        }
        scratch.CopyTo(block, 0);
    }

    /// <summary>Salsa20/8 in plain variables: this is where all the time goes.</summary>
    private static void Salsa(Span<uint> state)
    {
        (uint x0, uint x1, uint x2, uint x3) = (state[0], state[1], state[2], state[3]);
        (uint x4, uint x5, uint x6, uint x7) = (state[4], state[5], state[6], state[7]);
        (uint x8, uint x9, uint x10, uint x11) = (state[8], state[9], state[10], state[11]);
        (uint x12, uint x13, uint x14, uint x15) = (state[12], state[13], state[14], state[15]);
        for (int round = 0; round < 4; round++)
        {
            uint t;
            t = x0 + x12;
            x4 ^= (t << 7) | (t >> 25);
            t = x4 + x0;
            x8 ^= (t << 9) | (t >> 23);
            t = x8 + x4;
            x12 ^= (t << 13) | (t >> 19);
            t = x12 + x8;
            x0 ^= (t << 18) | (t >> 14);
            t = x5 + x1;
            x9 ^= (t << 7) | (t >> 25);
            t = x9 + x5;
            x13 ^= (t << 9) | (t >> 23);
            t = x13 + x9;
            x1 ^= (t << 13) | (t >> 19);
            t = x1 + x13;
            x5 ^= (t << 18) | (t >> 14);
            t = x10 + x6;
            x14 ^= (t << 7) | (t >> 25);
            t = x14 + x10;
            x2 ^= (t << 9) | (t >> 23);
            t = x2 + x14;
            x6 ^= (t << 13) | (t >> 19);
            t = x6 + x2;
            x10 ^= (t << 18) | (t >> 14);
            t = x15 + x11;
            x3 ^= (t << 7) | (t >> 25);
            t = x3 + x15;
            x7 ^= (t << 9) | (t >> 23);
            t = x7 + x3;
            x11 ^= (t << 13) | (t >> 19);
            t = x11 + x7;
            x15 ^= (t << 18) | (t >> 14);
            t = x0 + x3;
            x1 ^= (t << 7) | (t >> 25);
            t = x1 + x0;
            x2 ^= (t << 9) | (t >> 23);
            t = x2 + x1;
            x3 ^= (t << 13) | (t >> 19);
            t = x3 + x2;
            x0 ^= (t << 18) | (t >> 14);
            t = x5 + x4;
            x6 ^= (t << 7) | (t >> 25);
            t = x6 + x5;
            x7 ^= (t << 9) | (t >> 23);
            t = x7 + x6;
            x4 ^= (t << 13) | (t >> 19);
            t = x4 + x7;
            x5 ^= (t << 18) | (t >> 14);
            t = x10 + x9;
            x11 ^= (t << 7) | (t >> 25);
            t = x11 + x10;
            x8 ^= (t << 9) | (t >> 23);
            t = x8 + x11;
            x9 ^= (t << 13) | (t >> 19);
            t = x9 + x8;
            x10 ^= (t << 18) | (t >> 14);
            t = x15 + x14;
            x12 ^= (t << 7) | (t >> 25);
            t = x12 + x15;
            x13 ^= (t << 9) | (t >> 23);
            t = x13 + x12;
            x14 ^= (t << 13) | (t >> 19);
            t = x14 + x13;
            x15 ^= (t << 18) | (t >> 14);
        }
        state[0] += x0;
        state[1] += x1;
        state[2] += x2;
        state[3] += x3;
        state[4] += x4;
        state[5] += x5;
        state[6] += x6;
        state[7] += x7;
        state[8] += x8;
        state[9] += x9;
        state[10] += x10;
        state[11] += x11;
        state[12] += x12;
        state[13] += x13;
        state[14] += x14;
        state[15] += x15;
    }
}
