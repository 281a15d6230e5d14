using System.IO.Enumeration;

namespace Cos.Sdk.Planning;

/// <summary>
/// Sums up what a result was made from: settings by their values, files and folders by names and stamps. Equal fingerprints mean that nothing
/// changed, and no file's content is read to know it.
/// </summary>
/// <param name="now">When the looking began.</param>
/// <remarks>Not thread-safe; one for each result.</remarks>
internal sealed class InputFingerprint(DateTime now) : IDisposable
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false, RecurseSubdirectories = true };

    private readonly ContentHasher _hasher = new();

    /// <summary>
    /// Whether any later change will show. It does not for a file that changed just now: it may do so once more within the grain of its
    /// file system's clock.
    /// </summary>
    public bool IsSettled { get; private set; } = true;

    /// <summary>Adds a value.</summary>
    public void AddValue(string name, string value) => _hasher.Add(name, value);

    /// <summary>Adds a file, or that there is none; of a link also what it leads to.</summary>
    public void AddFile(string path) => Add(path, FileStamp.Read(path));

    /// <summary>Adds all that is below a folder, the names of folders included; links are not followed into other folders.</summary>
    public void AddFolder(string folder)
    {
        _hasher.Add("folder", folder);
        List<string> paths = Directory.Exists(folder)
            ? [.. new FileSystemEnumerable<string>(folder, (ref entry) => entry.ToFullPath(), Everything)
            {
                ShouldRecursePredicate = (ref entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
            }]
            : [];
        paths.Sort(StringComparer.Ordinal);
        foreach (string path in paths)
        {
            FileStamp? stamp = FileStamp.Read(path);
            if (stamp?.Kind == FileStampKind.Folder)
            {
                // Its names are listed; its times only say that something happened to them.
                _hasher.Add("sub", path);
            }
            else
            {
                Add(path, stamp);
            }
        }
    }

    /// <summary>The fingerprint in 64 lower-case hex digits.</summary>
    public string Finish() => _hasher.Finish();

    /// <inheritdoc />
    public void Dispose() => _hasher.Dispose();

    private void Add(string path, FileStamp? stamp)
    {
        _hasher.Add(path, stamp?.Text ?? "absent");
        IsSettled &= stamp?.IsSettledAt(now) ?? true;
        if (stamp?.Kind == FileStampKind.Link)
        {
            FileStamp? target = FileStamp.Read(path, follow: true);
            _hasher.Add("leads to", target?.Text ?? "nothing");
            IsSettled &= target?.IsSettledAt(now) ?? true;
        }
    }
}
