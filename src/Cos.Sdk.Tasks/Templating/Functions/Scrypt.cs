using System.Buffers.Binary;
using System.Numerics;
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

    private static void Salsa(Span<uint> state)
    {
        Span<uint> x = stackalloc uint[16];
        state.CopyTo(x);
        for (int round = 0; round < 4; round++)
        {
            Quarter(x, 0, 4, 8, 12);
            Quarter(x, 5, 9, 13, 1);
            Quarter(x, 10, 14, 2, 6);
            Quarter(x, 15, 3, 7, 11);
            Quarter(x, 0, 1, 2, 3);
            Quarter(x, 5, 6, 7, 4);
            Quarter(x, 10, 11, 8, 9);
            Quarter(x, 15, 12, 13, 14);
        }
        for (int i = 0; i < 16; i++)
        {
            state[i] += x[i];
        }
    }

    private static void Quarter(Span<uint> x, int a, int b, int c, int d)
    {
        x[b] ^= BitOperations.RotateLeft(x[a] + x[d], 7);
        x[c] ^= BitOperations.RotateLeft(x[b] + x[a], 9);
        x[d] ^= BitOperations.RotateLeft(x[c] + x[b], 13);
        x[a] ^= BitOperations.RotateLeft(x[d] + x[c], 18);
    }
}
