using Cos.Device.Running;
using Cos.Sdk.Artifacts.Tar;

namespace Cos.Device.Images;

/// <summary>
/// Writes tar streams into a folder as root: owners, modes, devices, links, extended attributes and times. Links that are there already are followed
/// inside the folder only.
/// </summary>
internal sealed class TreeWriter(string folder)
{
    private const string Whiteout = ".wh.";

    private const string Opaque = ".wh..wh..opq";

    private const string LayerTool = ".wh..wh.";

    /// <summary>A system: far above any, far below what fills a disk.</summary>
    private static readonly TarLimits Limits = new() { MaxEntries = 4_000_000, MaxTotalSize = 64L << 30, MaxDevices = 4096 };

    private readonly Machine _machine = new(folder);
    private readonly Dictionary<string, long> _times = new(StringComparer.Ordinal);
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);
    private (string Name, string Path) _parent = ("", folder);

    /// <summary>The folder.</summary>
    public string Folder => folder;

    /// <summary>Writes one archive over what is there. Whiteouts of OCI layers remove what archives before it wrote.</summary>
    /// <param name="tar">The archive, not compressed.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="Sdk.Diagnostics.CosException">The archive is damaged, unsafe or exceeds the limits.</exception>
    public async Task WriteAsync(Stream tar, string name, CancellationToken cancellationToken)
    {
        _written.Clear();
        TarStreamReader reader = new(tar, Limits, name);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadEntryAsync(cancellationToken).ConfigureAwait(false) is { } entry)
            {
                try
                {
                    await WriteAsync(entry, reader.Content, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
                {
                    throw new DeviceException($"{entry.Path} of {name} cannot be written: {failure.Message}");
                }
            }
        }
    }

    /// <summary>Dates the folders, which writing into them changed. To be called once, last.</summary>
    public void Finish()
    {
        foreach ((string path, long time) in _times)
        {
            if (Directory.Exists(path))
            {
                FileCalls.SetTime(path, time);
            }
        }
    }

    private async Task WriteAsync(TarEntry entry, Stream content, CancellationToken cancellationToken)
    {
        int slash = entry.Path.LastIndexOf('/');
        string name = entry.Path[(slash + 1)..];
        string parent = ParentOf(slash < 0 ? "" : entry.Path[..slash]);
        if (name.StartsWith(Whiteout, StringComparison.Ordinal))
        {
            Remove(parent, name);
            return;
        }
        string path = name.Length == 0 ? folder : Path.Join(parent, name);
        if (!MakeRoom(path, entry.Kind))
        {
            await MakeAsync(entry, path, content, cancellationToken).ConfigureAwait(false);
        }
        _written.Add(path);
        if (entry.Kind != TarEntryKind.HardLink)
        {
            SetAttributes(entry, path);
        }
    }

    private async Task MakeAsync(TarEntry entry, string path, Stream content, CancellationToken cancellationToken)
    {
        switch (entry.Kind)
        {
            case TarEntryKind.Directory:
                Directory.CreateDirectory(path);
                break;
            case TarEntryKind.File:
                FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
                using (FileStream file = new(path, options))
                {
                    await content.CopyToAsync(file, 1 << 17, cancellationToken).ConfigureAwait(false);
                }
                break;
            case TarEntryKind.SymbolicLink:
                File.CreateSymbolicLink(path, entry.LinkTarget!);
                _parent = ("", folder);
                break;
            case TarEntryKind.HardLink:
                int slash = entry.LinkTarget!.LastIndexOf('/');
                FileCalls.Link(Path.Join(ParentOf(slash < 0 ? "" : entry.LinkTarget[..slash]), entry.LinkTarget[(slash + 1)..]), path);
                break;
            default:
                uint type = entry.Kind switch { TarEntryKind.CharacterDevice => FileCalls.CharacterDevice, TarEntryKind.BlockDevice => FileCalls.BlockDevice, _ => FileCalls.Fifo };
                FileCalls.MakeNode(path, type, entry.DeviceMajor, entry.DeviceMinor);
                break;
        }
    }

    /// <summary>Removes what another kind of thing takes the place of.</summary>
    /// <returns>Whether the folder that is wanted is there.</returns>
    private bool MakeRoom(string path, TarEntryKind kind)
    {
        if (IsFolder(path))
        {
            if (kind == TarEntryKind.Directory)
            {
                return true;
            }
            Directory.Delete(path, recursive: true);
            _parent = ("", folder);
        }
        else
        {
            File.Delete(path);
        }
        return false;
    }

    private void Remove(string parent, string name)
    {
        string[] gone = name == Opaque ? [.. Directory.EnumerateFileSystemEntries(parent)]
            : name.StartsWith(LayerTool, StringComparison.Ordinal) ? []
            : [Path.Join(parent, name[Whiteout.Length..])];
        foreach (string path in gone.Where(path => !_written.Contains(path) && path.Length > parent.Length + 1 && Path.GetFileName(path) is not ("." or "..")))
        {
            MakeRoom(path, TarEntryKind.File);
        }
    }

    private void SetAttributes(TarEntry entry, string path)
    {
        LibC.ChangeOwner(path, (uint)entry.UserId, (uint)entry.GroupId);
        // After the owner, for changing that clears capabilities and the set-user bit.
        foreach ((string name, System.Collections.Immutable.ImmutableArray<byte> value) in entry.ExtendedAttributes)
        {
            FileCalls.SetAttribute(path, name, value.AsSpan());
        }
        if (entry.Kind != TarEntryKind.SymbolicLink)
        {
            File.SetUnixFileMode(path, (UnixFileMode)entry.Mode);
        }
        if (entry.Kind == TarEntryKind.Directory)
        {
            _times[path] = entry.ModificationTime;
        }
        FileCalls.SetTime(path, entry.ModificationTime);
    }

    /// <summary>Where a folder of the archive is; made where it is missing.</summary>
    private string ParentOf(string name)
    {
        if (_parent.Name != name || name.Length == 0)
        {
            string path = _machine.PathOf(name);
            if (!Directory.Exists(path))
            {
                Directory.CreateDirectory(path);
            }
            _parent = (name, path);
        }
        return _parent.Path;
    }

    private static bool IsFolder(string path) => new DirectoryInfo(path) is { Exists: true, LinkTarget: null };
}
