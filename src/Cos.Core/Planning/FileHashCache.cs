using System.Security.Cryptography;
using System.Text;
using Cos.Sdk.Files;

namespace Cos.Sdk.Planning;

/// <summary>Remembers the SHA-256 of files by path and <see cref="FileStamp"/>, in a text file of lines <c>stamp TAB hash TAB path</c>.</summary>
/// <remarks>
/// A cache: a damaged or missing file costs time, nothing else. A file that changed at the very moment when it was hashed is not remembered,
/// since its next change could leave the same stamp. Not thread-safe.
/// </remarks>
internal sealed class FileHashCache
{
    private readonly string _file;
    private readonly bool _verify;
    private readonly DateTime _opened = TimeProvider.System.GetUtcNow().UtcDateTime;
    private readonly Dictionary<string, Entry> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Entry> _seen = new(StringComparer.Ordinal);

    private FileHashCache(string file, bool verify)
    {
        _file = file;
        _verify = verify;
    }

    /// <summary>Opens the cache.</summary>
    /// <param name="file">Where it is kept.</param>
    /// <param name="verify">Hash every file anew, whatever its stamp says.</param>
    public static FileHashCache Open(string file, bool verify)
    {
        FileHashCache cache = new(file, verify);
        if (File.Exists(file))
        {
            foreach (string line in File.ReadLines(file, Encoding.UTF8))
            {
                string[] fields = line.Split('\t', 3);
                if (fields.Length == 3 && fields[1].Length == 64)
                {
                    cache._known[fields[2]] = new Entry(fields[0], fields[1]);
                }
            }
        }
        return cache;
    }

    /// <summary>The SHA-256 of a file's content in 64 lower-case hex digits; null for what is not a regular file.</summary>
    public string? HashOf(FileInfo file)
    {
        if (FileStamp.Read(file.FullName) is not { Kind: FileStampKind.File } stamp)
        {
            return null;
        }
        if (_verify || !_known.TryGetValue(file.FullName, out Entry? entry) || entry.Stamp != stamp.Text)
        {
            using FileStream content = file.OpenRead();
            entry = new Entry(stamp.Text, Convert.ToHexStringLower(SHA256.HashData(content)));
        }
        if (stamp.IsSettledAt(_opened))
        {
            _seen[file.FullName] = entry;
        }
        return entry.Hash;
    }

    /// <summary>Keeps what was asked for since opening; writes only when that differs from what was there.</summary>
    public void Save()
    {
        if (_seen.Count == _known.Count && _seen.All(pair => _known.TryGetValue(pair.Key, out Entry? known) && known == pair.Value))
        {
            return;
        }
        StringBuilder text = new();
        foreach ((string path, Entry entry) in _seen.Where(pair => !pair.Key.AsSpan().ContainsAny('\n', '\r')).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.Append(entry.Stamp).Append('\t').Append(entry.Hash).Append('\t').Append(path).Append('\n');
        }
        AtomicFile.WriteIfDifferent(_file, text.ToString());
    }

    private sealed record Entry(string Stamp, string Hash);
}
