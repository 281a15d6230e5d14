using System.Globalization;
using Cos.Device.Accounts;
using Cos.Sdk.CloudConfig.Actions;

namespace Cos.Device.Running;

/// <summary>The system that is worked on: this one, or one in a folder.</summary>
internal sealed class Machine(string root)
{
    private const int MaxLinks = 40;

    /// <summary>Root of the system.</summary>
    public string Root => root;

    /// <summary>Whether it is the system that runs, whose kernel can be asked.</summary>
    public bool IsRunning => root == "/";

    /// <summary>Where a path of the system is: links are followed as the system would, never out of its root.</summary>
    public string PathOf(string path)
    {
        Stack<string> open = new(path.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse());
        List<string> settled = [];
        int links = 0;
        while (open.TryPop(out string? name))
        {
            if (name is "." or "..")
            {
                if (name == ".." && settled.Count > 0)
                {
                    settled.RemoveAt(settled.Count - 1);
                }
                continue;
            }
            string at = Join([.. settled, name]);
            if (new FileInfo(at).LinkTarget is not { } target)
            {
                settled.Add(name);
                continue;
            }
            if (++links > MaxLinks)
            {
                throw new DeviceException($"{path}: too many symbolic links");
            }
            if (target.StartsWith('/'))
            {
                settled.Clear();
            }
            foreach (string part in target.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse())
            {
                open.Push(part);
            }
        }
        return Join(settled);
    }

    /// <summary>Writes a file beside its place and renames it, unless content, mode and owner are right already.</summary>
    /// <returns>Whether anything changed.</returns>
    public bool WriteFile(string path, ReadOnlySpan<byte> content, string mode, FileOwner? owner)
    {
        string file = PathOf(path);
        UnixFileMode bits = ModeOf(mode);
        (uint User, uint Group)? ids = IdsOf(owner);
        if (File.Exists(file) && new FileInfo(file).Length == content.Length && content.SequenceEqual(File.ReadAllBytes(file)))
        {
            return Adjust(file, bits, ids);
        }
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        string beside = $"{file}.{Path.GetRandomFileName()}";
        try
        {
            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
            using (FileStream stream = new(beside, options))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }
            Adjust(beside, bits, ids);
            File.Move(beside, file, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DeviceException($"{path} cannot be written: {exception.Message}");
        }
        finally
        {
            File.Delete(beside);
        }
        return true;
    }

    /// <summary>Makes a directory with its parents; mode and owner are the last one's.</summary>
    public void MakeDirectory(string path, string mode, FileOwner? owner)
    {
        string folder = PathOf(path);
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DeviceException($"{path} cannot be made: {exception.Message}");
        }
        Adjust(folder, ModeOf(mode), IdsOf(owner));
    }

    /// <summary>Sets the mode and the owner of what is there.</summary>
    public void Adjust(string path, string mode, FileOwner? owner) => Adjust(PathOf(path), ModeOf(mode), IdsOf(owner));

    /// <summary>The text of a file; empty when it is not there.</summary>
    public string ReadText(string path) => PathOf(path) is var file && File.Exists(file) ? File.ReadAllText(file) : "";

    /// <summary>Runs a program of the system.</summary>
    public Task RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        Programs.RunAsync(this, program, arguments, cancellationToken);

    private string Join(IEnumerable<string> names) => Path.Join(root, string.Join('/', names));

    private static UnixFileMode ModeOf(string mode) => (UnixFileMode)Convert.ToInt32(mode, 8);

    private static bool Adjust(string file, UnixFileMode mode, (uint User, uint Group)? owner)
    {
        bool changed = false;
        if (owner is var (user, group) && !LibC.IsOwnedBy(file, user, group))
        {
            LibC.ChangeOwner(file, user, group);
            changed = true;
        }
        // After the owner, for changing that clears the set-user bit.
        if (File.GetUnixFileMode(file) != mode)
        {
            File.SetUnixFileMode(file, mode);
            changed = true;
        }
        return changed;
    }

    private (uint User, uint Group)? IdsOf(FileOwner? owner)
    {
        if (owner is null || (owner.User.Length == 0 && owner.Group.Length == 0))
        {
            return null;
        }
        return (Find(owner.User, AccountKind.User), Find(owner.Group, AccountKind.Group));

        uint Find(string name, AccountKind kind) => name.Length == 0 ? LibC.Unchanged
            : uint.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out uint number) ? number
            : AccountFile.Open(this, kind).NumberOf(name) ?? throw new DeviceException($"there is no {(kind == AccountKind.User ? "user" : "group")} {name}");
    }
}
