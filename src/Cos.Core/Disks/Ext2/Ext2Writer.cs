using System.Text;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace Cos.Sdk.Disks.Ext2;

/// <summary>
/// Writes an ext2 file system from the entries of a tar, as they come, into a file: no rights, no unpacked files, no second pass. Owners, modes,
/// devices, links and extended attributes are those of the entries; the bytes are a function of them and of the options.
/// </summary>
/// <remarks>
/// Blocks and inodes are given out in order, and blocks of zeros are holes. In memory are names, inodes and lists of blocks: about 200 bytes a
/// file. Revision 1 with sparse superblocks, as every kernel and GRUB reads it (kernel documentation, filesystems/ext2 and ext4).
/// </remarks>
internal sealed class Ext2Writer
{
    private const uint RootInode = 2;
    private const uint FirstInode = 11;
    private const int ShortLink = Ext2Inode.Pointers * sizeof(uint);
    private const int FolderMode = 0x4000;
    private const int DefaultFolderMode = 0x1ED;
    private const int PieceSize = 64 * Ext2Geometry.BlockSize;
    private const int MostLinks = 32_000;

    private readonly SafeFileHandle _file;
    private readonly Ext2Options _options;
    private readonly Ext2Geometry _geometry;
    private readonly Ext2Blocks _blocks;
    private readonly Ext2Attributes _attributes;
    private readonly Dictionary<uint, Ext2Inode> _inodes = [];
    private readonly Dictionary<string, Ext2Folder> _folders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (uint Inode, byte Kind)> _names = new(StringComparer.Ordinal);
    private readonly byte[] _piece = new byte[PieceSize];
    private uint _nextInode = FirstInode;

    /// <param name="file">Empty and open for writing; it stays the caller's.</param>
    /// <param name="options">What it is.</param>
    public Ext2Writer(SafeFileHandle file, Ext2Options options)
    {
        _file = file;
        _options = options;
        _geometry = new Ext2Geometry(options.Size);
        _blocks = new Ext2Blocks(file, _geometry);
        _attributes = new Ext2Attributes(_blocks);
        _inodes[RootInode] = new Ext2Inode { Mode = FolderMode | DefaultFolderMode, Time = options.Epoch, Links = 2 };
        _folders[""] = new Ext2Folder(RootInode, RootInode);
    }

    /// <summary>Takes an entry with its content. Folders that are missing above it are made.</summary>
    /// <exception cref="CosException">COS8383, COS8384: an ext2 file system cannot hold it.</exception>
    public async ValueTask AddAsync(TarEntry entry, Stream content, CancellationToken cancellationToken)
    {
        if (entry.Path.Length == 0)
        {
            SetRoot(entry);
            return;
        }
        if (_names.TryGetValue(entry.Path, out (uint Inode, byte Kind) there))
        {
            // A folder that was made for something in it, or is named twice.
            if (entry.Kind == TarEntryKind.Directory && _folders.ContainsKey(entry.Path))
            {
                Replace(there.Inode, entry);
                return;
            }
            throw new CosException(MediaDiagnostics.EntryTwice(TarPath.ForMessage(entry.Path)));
        }
        if (entry.Kind == TarEntryKind.HardLink)
        {
            AddLink(entry);
            return;
        }
        Ext2Inode inode = InodeOf(entry);
        uint number = AddInode(entry.Path, inode, KindOf(entry.Kind));
        if (entry.Kind == TarEntryKind.Directory)
        {
            _folders[entry.Path] = new Ext2Folder(number, ParentOf(entry.Path).Number);
            CountFolder(entry.Path, inode);
        }
        else if (entry.Kind == TarEntryKind.File)
        {
            await WriteFileAsync(inode, entry, content, cancellationToken).ConfigureAwait(false);
        }
        else if (entry.Kind == TarEntryKind.SymbolicLink)
        {
            WriteLink(inode, entry.LinkTarget!);
        }
        else
        {
            WriteDevice(inode, entry);
        }
    }

    /// <summary>Writes folders, inodes and what describes the file system.</summary>
    /// <exception cref="CosException">COS8381: the content is too large; COS8382: there are too many files.</exception>
    public void Finish()
    {
        foreach (Ext2Folder folder in _folders.Values.OrderBy(folder => folder.Number))
        {
            WriteBlocks(_inodes[folder.Number], folder.ToBytes());
        }
        _attributes.Finish();
        _blocks.Flush();
        if (_blocks.Next > _geometry.Blocks)
        {
            throw new CosException(MediaDiagnostics.ImageTooSmall(Mebibytes(_options.Size), Mebibytes(_blocks.Next * Ext2Geometry.BlockSize) + 1));
        }
        if (_nextInode - 1 > _geometry.Inodes)
        {
            long needed = Mebibytes(_options.Size) * (_nextInode - 1) / _geometry.Inodes;
            throw new CosException(MediaDiagnostics.TooManyFiles(_nextInode - FirstInode, Mebibytes(_options.Size), needed + 1));
        }
        WriteInodes();
        new Ext2Superblock(_file, _geometry, _options).Write(_blocks.Next, _nextInode - 1, [.. _folders.Values.Select(folder => folder.Number)]);
        RandomAccess.SetLength(_file, _options.Size);
    }

    private void SetRoot(TarEntry entry) => Replace(RootInode, entry);

    private void Replace(uint number, TarEntry entry)
    {
        Ext2Inode inode = InodeOf(entry);
        inode.Links = _inodes[number].Links;
        _inodes[number] = inode;
    }

    private Ext2Inode InodeOf(TarEntry entry)
    {
        Ext2Inode inode = new()
        {
            Mode = TypeOf(entry.Kind) | entry.Mode,
            User = (uint)entry.UserId,
            Group = (uint)entry.GroupId,
            Time = Math.Clamp(entry.ModificationTime, int.MinValue, _options.Epoch),
            Links = entry.Kind == TarEntryKind.Directory ? 2 : 1,
        };
        if (!entry.ExtendedAttributes.IsEmpty)
        {
            inode.AttributeBlock = _attributes.Take(entry.ExtendedAttributes, TarPath.ForMessage(entry.Path));
            inode.Blocks++;
        }
        return inode;
    }

    private uint AddInode(string path, Ext2Inode inode, byte kind)
    {
        uint number = _nextInode++;
        _inodes[number] = inode;
        AddName(path, number, kind);
        return number;
    }

    private void AddName(string path, uint number, byte kind)
    {
        _names[path] = (number, kind);
        ParentOf(path).Add(path[(path.LastIndexOf('/') + 1)..], number, kind, TarPath.ForMessage(path));
    }

    private void AddLink(TarEntry entry)
    {
        if (!_names.TryGetValue(entry.LinkTarget!, out (uint Inode, byte Kind) target) || _inodes[target.Inode].Links >= MostLinks)
        {
            throw new CosException(MediaDiagnostics.EntryTwice(TarPath.ForMessage(entry.Path)));
        }
        _inodes[target.Inode].Links++;
        AddName(entry.Path, target.Inode, target.Kind);
    }

    /// <summary>A folder's own <c>..</c> is a link to the one above.</summary>
    private void CountFolder(string path, Ext2Inode inode)
    {
        Ext2Inode above = _inodes[ParentOf(path).Number];
        above.Links++;
        if (above.Links > MostLinks || inode.Links > MostLinks)
        {
            throw new CosException(MediaDiagnostics.EntryTwice(TarPath.ForMessage(path)));
        }
    }

    private Ext2Folder ParentOf(string path)
    {
        int slash = path.LastIndexOf('/');
        string parent = slash < 0 ? "" : path[..slash];
        if (_folders.TryGetValue(parent, out Ext2Folder? folder))
        {
            return folder;
        }
        Ext2Folder above = ParentOf(parent);
        Ext2Inode inode = new() { Mode = FolderMode | DefaultFolderMode, Time = _options.Epoch, Links = 2 };
        folder = new Ext2Folder(AddInode(parent, inode, KindOf(TarEntryKind.Directory)), above.Number);
        _folders[parent] = folder;
        CountFolder(parent, inode);
        return folder;
    }

    private async ValueTask WriteFileAsync(Ext2Inode inode, TarEntry entry, Stream content, CancellationToken cancellationToken)
    {
        if (entry.Size / Ext2Geometry.BlockSize >= Ext2BlockMap.MaxBlocks)
        {
            throw new CosException(MediaDiagnostics.ImageTooSmall(Mebibytes(_options.Size), Mebibytes(entry.Size)));
        }
        inode.Size = entry.Size;
        Ext2BlockMap map = new(_blocks, inode);
        long logical = 0;
        int length;
        while ((length = await content.ReadAtLeastAsync(_piece, _piece.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false)) > 0)
        {
            WritePiece(inode, map, ref logical, _piece.AsSpan(0, length));
        }
        map.Finish();
    }

    private void WriteBlocks(Ext2Inode inode, ReadOnlySpan<byte> content)
    {
        inode.Size = content.Length;
        Ext2BlockMap map = new(_blocks, inode);
        long logical = 0;
        WritePiece(inode, map, ref logical, content);
        map.Finish();
    }

    private void WritePiece(Ext2Inode inode, Ext2BlockMap map, ref long logical, ReadOnlySpan<byte> content)
    {
        for (; !content.IsEmpty; logical++)
        {
            ReadOnlySpan<byte> block = content[..Math.Min(Ext2Geometry.BlockSize, content.Length)];
            content = content[block.Length..];
            if (block.ContainsAnyExcept((byte)0))
            {
                long place = _blocks.Take();
                _blocks.Write(place, block);
                map.Add(logical, place);
                inode.Blocks++;
            }
        }
    }

    private void WriteLink(Ext2Inode inode, string target)
    {
        byte[] text = Encoding.UTF8.GetBytes(target);
        if (text.Length < ShortLink)
        {
            inode.Size = text.Length;
            text.CopyTo(inode.Content, 0);
        }
        else
        {
            WriteBlocks(inode, text);
        }
    }

    private static void WriteDevice(Ext2Inode inode, TarEntry entry)
    {
        (uint major, uint minor) = ((uint)entry.DeviceMajor, (uint)entry.DeviceMinor);
        if (entry.Kind is not (TarEntryKind.CharacterDevice or TarEntryKind.BlockDevice))
        {
            return;
        }
        if (major < 256 && minor < 256)
        {
            inode.Point(0, (major << 8) | minor);
        }
        else
        {
            inode.Point(1, (minor & 0xFF) | (major << 8) | ((minor & ~0xFFu) << 12));
        }
    }

    private void WriteInodes()
    {
        Span<byte> bytes = new byte[Ext2Geometry.BlockSize];
        for (uint first = 1; first < _nextInode; first += Ext2Geometry.InodesPerBlock)
        {
            bytes.Clear();
            for (uint index = 0; index < Ext2Geometry.InodesPerBlock; index++)
            {
                if (_inodes.TryGetValue(first + index, out Ext2Inode? inode))
                {
                    inode.Write(bytes.Slice((int)index * Ext2Geometry.InodeSize, Ext2Geometry.InodeSize));
                }
            }
            _blocks.Write(_geometry.InodeOffset(first) / Ext2Geometry.BlockSize, bytes);
        }
        _blocks.Flush();
    }

    private static int TypeOf(TarEntryKind kind) => kind switch
    {
        TarEntryKind.Directory => FolderMode,
        TarEntryKind.SymbolicLink => 0xA000,
        TarEntryKind.CharacterDevice => 0x2000,
        TarEntryKind.BlockDevice => 0x6000,
        TarEntryKind.Fifo => 0x1000,
        _ => 0x8000,
    };

    /// <summary>The kind as entries of folders say it.</summary>
    private static byte KindOf(TarEntryKind kind) => kind switch
    {
        TarEntryKind.Directory => 2,
        TarEntryKind.CharacterDevice => 3,
        TarEntryKind.BlockDevice => 4,
        TarEntryKind.Fifo => 5,
        TarEntryKind.SymbolicLink => 7,
        _ => 1,
    };

    private static long Mebibytes(long bytes) => (bytes + (1 << 20) - 1) >> 20;
}
