using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Cos.Sdk.Disks.Virtual;

/// <summary>
/// Writes a disk as a VMDK of the kind <c>streamOptimized</c>, which OVF packages hold: compressed grains, their tables behind them, the header
/// once more at the end (VMware, Virtual Disk Format 5.0, "Stream-Optimized Compressed Sparse Extents").
/// </summary>
internal sealed class VmdkWriter
{
    private const int Sector = 512;
    private const int GrainSectors = 128;
    private const int GrainSize = GrainSectors * Sector;
    private const int TableEntries = 512;
    private const int DescriptorSectors = 20;
    private const int MarkerTable = 1;
    private const int MarkerDirectory = 2;
    private const int MarkerFooter = 3;

    /// <summary>The header, the descriptor, and room up to the first grain.</summary>
    private const int Overhead = 128;

    /// <summary>Grains that are compressed at once.</summary>
    private const int Batch = 64;

    private readonly Stream _output;
    private readonly CompressionLevel _level;
    private readonly long _sectors;
    private readonly uint[] _directory;
    private readonly uint[] _table = new uint[TableEntries];
    private long _position;

    private VmdkWriter(Stream output, long sectors, CompressionLevel level)
    {
        _output = output;
        _sectors = sectors;
        _level = level;
        _directory = new uint[(sectors + (GrainSectors * TableEntries) - 1) / (GrainSectors * TableEntries)];
    }

    /// <summary>Writes the file.</summary>
    /// <param name="disk">The disk, open for reading.</param>
    /// <param name="output">Takes the bytes, forward only.</param>
    /// <param name="name">The file's name, which the descriptor repeats.</param>
    /// <param name="id">From which the content's number and identifier come.</param>
    /// <param name="level">How hard grains are compressed.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task WriteAsync(
        SafeFileHandle disk, Stream output, string name, Guid id, CompressionLevel level, CancellationToken cancellationToken)
    {
        VmdkWriter writer = new(output, RandomAccess.GetLength(disk) / Sector, level);
        await writer.WriteAsync(disk, Descriptor(name, writer._sectors, id), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The text that describes the disk to its readers.</summary>
    public static string Descriptor(string name, long sectors, Guid id)
    {
        // Beyond 1024 cylinders of 255 heads and 63 sectors the geometry has no meaning but is still asked for.
        long cylinders = Math.Clamp(sectors / (255 * 63), 1, 65_535);
        return string.Create(CultureInfo.InvariantCulture, $"""
            # Disk DescriptorFile
            version=1
            CID={id.ToString("N")[..8]}
            parentCID=ffffffff
            createType="streamOptimized"

            # Extent description
            RDONLY {sectors} SPARSE "{name}"

            # The Disk Data Base
            #DDB

            ddb.adapterType = "lsilogic"
            ddb.geometry.cylinders = "{cylinders}"
            ddb.geometry.heads = "255"
            ddb.geometry.sectors = "63"
            ddb.uuid.image = "{id:D}"
            ddb.virtualHWVersion = "10"

            """).ReplaceLineEndings("\n");
    }

    private async Task WriteAsync(SafeFileHandle disk, string descriptor, CancellationToken cancellationToken)
    {
        await WriteAsync(Header(directory: ulong.MaxValue), cancellationToken).ConfigureAwait(false);
        byte[] text = new byte[(Overhead - 1) * Sector];
        Encoding.ASCII.GetBytes(descriptor, text.AsSpan(0, DescriptorSectors * Sector));
        await WriteAsync(text, cancellationToken).ConfigureAwait(false);

        long length = _sectors * Sector;
        long grains = (length + GrainSize - 1) / GrainSize;
        for (long grain = 0; grain < grains;)
        {
            long next = Math.Max(grain, SparseFile.NextContent(disk, grain * GrainSize, length) / GrainSize);
            // A table belongs behind its grains, before those of the next one.
            for (; grain < next; grain = Math.Min(next, TableEnd(grain)))
            {
                await CloseTableAsync(grain, Math.Min(next, TableEnd(grain)), cancellationToken).ConfigureAwait(false);
            }
            int count = (int)Math.Min(Batch, Math.Min(grains, TableEnd(grain)) - grain);
            if (count > 0 && grain < grains)
            {
                await WriteGrainsAsync(disk, grain, count, cancellationToken).ConfigureAwait(false);
                await CloseTableAsync(grain, grain + count, cancellationToken).ConfigureAwait(false);
                grain += count;
            }
        }
        await WriteTableAsync((int)((grains - 1) / TableEntries), cancellationToken).ConfigureAwait(false);
        await FinishAsync(cancellationToken).ConfigureAwait(false);
    }

    private static long TableEnd(long grain) => (grain / TableEntries * TableEntries) + TableEntries;

    private async Task CloseTableAsync(long from, long to, CancellationToken cancellationToken)
    {
        if (to % TableEntries == 0 && to > from)
        {
            await WriteTableAsync((int)(from / TableEntries), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WriteGrainsAsync(SafeFileHandle disk, long first, int count, CancellationToken cancellationToken)
    {
        byte[]?[] packed = new byte[count][];
        await Parallel.ForAsync(0, count, cancellationToken, (index, _) =>
        {
            packed[index] = Pack(disk, first + index);
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
        for (int index = 0; index < count; index++)
        {
            if (packed[index] is { } grain)
            {
                _table[(first + index) % TableEntries] = (uint)(_position / Sector);
                await WriteAsync(grain, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>A grain with its marker, whole sectors; null when it is all zeros.</summary>
    private byte[]? Pack(SafeFileHandle disk, long grain)
    {
        byte[] content = ArrayPool<byte>.Shared.Rent(GrainSize);
        try
        {
            Span<byte> bytes = content.AsSpan(0, GrainSize);
            int read = 0;
            for (int count; read < GrainSize && (count = RandomAccess.Read(disk, bytes[read..], (grain * GrainSize) + read)) > 0;)
            {
                read += count;
            }
            bytes[read..].Clear();
            if (!bytes.ContainsAnyExcept((byte)0))
            {
                return null;
            }
            using MemoryStream packed = new();
            packed.Write(new byte[12]);
            using (ZLibStream deflate = new(packed, _level, leaveOpen: true))
            {
                deflate.Write(bytes);
            }
            int size = (int)packed.Length - 12;
            packed.SetLength((packed.Length + Sector - 1) / Sector * Sector);
            byte[] result = packed.ToArray();
            BinaryPrimitives.WriteInt64LittleEndian(result, grain * GrainSectors);
            BinaryPrimitives.WriteInt32LittleEndian(result.AsSpan(8), size);
            return result;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(content);
        }
    }

    /// <summary>A table without grains is not written: its place in the directory is 0.</summary>
    private async Task WriteTableAsync(int table, CancellationToken cancellationToken)
    {
        if (!_table.AsSpan().ContainsAnyExcept(0u))
        {
            return;
        }
        _directory[table] = await WriteMetadataAsync(MarkerTable, Numbers(_table), cancellationToken).ConfigureAwait(false);
        Array.Clear(_table);
    }

    private async Task FinishAsync(CancellationToken cancellationToken)
    {
        uint directory = await WriteMetadataAsync(MarkerDirectory, Numbers(_directory), cancellationToken).ConfigureAwait(false);
        await WriteMetadataAsync(MarkerFooter, Header(directory), cancellationToken).ConfigureAwait(false);
        await WriteAsync(new byte[Sector], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes a marker and what it announces; the sector of the latter.</summary>
    private async Task<uint> WriteMetadataAsync(int kind, byte[] content, CancellationToken cancellationToken)
    {
        byte[] marker = new byte[Sector];
        BinaryPrimitives.WriteInt64LittleEndian(marker, content.Length / Sector);
        BinaryPrimitives.WriteInt32LittleEndian(marker.AsSpan(12), kind);
        await WriteAsync(marker, cancellationToken).ConfigureAwait(false);
        uint place = (uint)(_position / Sector);
        await WriteAsync(content, cancellationToken).ConfigureAwait(false);
        return place;
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await _output.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        _position += bytes.Length;
    }

    private byte[] Header(ulong directory)
    {
        byte[] header = new byte[Sector];
        Span<byte> bytes = header;
        "KDMV"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], 3);
        // Line ends can be checked, grains are compressed, there are markers.
        BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], 0x30001);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[12..], _sectors);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[20..], GrainSectors);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[28..], 1);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[36..], DescriptorSectors);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[44..], TableEntries);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[56..], directory);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[64..], Overhead);
        "\n \r\n"u8.CopyTo(bytes[73..]);
        BinaryPrimitives.WriteInt16LittleEndian(bytes[77..], 1);
        return header;
    }

    /// <summary>Numbers as they lie on disk, in whole sectors.</summary>
    private static byte[] Numbers(uint[] numbers)
    {
        byte[] bytes = new byte[((numbers.Length * sizeof(uint)) + Sector - 1) / Sector * Sector];
        for (int index = 0; index < numbers.Length; index++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(index * sizeof(uint)), numbers[index]);
        }
        return bytes;
    }
}
