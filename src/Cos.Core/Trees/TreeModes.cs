using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cos.Sdk.Trees;

/// <summary>
/// What a NuGet package cannot keep of a tree's files: which of them are executable, and links. It lies in a file at the tree's top, so that the tree means
/// the same as where it was packed.
/// </summary>
internal sealed class TreeModes
{
    /// <summary>The name of the file.</summary>
    public const string FileName = ".cos-tree.json";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    private static readonly ConcurrentDictionary<string, TreeModes?> Known = new(StringComparer.Ordinal);

    private readonly string _root;
    private readonly HashSet<string> _executables;
    private readonly Document _document;

    private TreeModes(string root, Document document)
    {
        _root = root;
        _document = document;
        _executables = new HashSet<string>(document.Executables, StringComparer.Ordinal);
    }

    /// <summary>The text of the file.</summary>
    /// <param name="executables">Paths relative to the tree, with forward slashes.</param>
    /// <param name="links">Paths and what the links say.</param>
    public static string Write(IEnumerable<string> executables, IReadOnlyDictionary<string, string> links) => JsonSerializer.Serialize(
        new Document([.. executables.Order(StringComparer.Ordinal)], new SortedDictionary<string, string>(links.ToDictionary(), StringComparer.Ordinal)), Options) + "\n";

    /// <summary>What is known of the tree that a folder lies in; null for trees that are files as they are.</summary>
    /// <param name="folder">Absolute. What lies in a package of NuGet's does not change, so it is looked for once.</param>
    public static TreeModes? Find(string folder) => Known.GetOrAdd(folder, Look);

    /// <summary>Whether a file is executable.</summary>
    /// <param name="file">Absolute, below the tree.</param>
    public bool IsExecutable(string file) => _executables.Contains(Path.GetRelativePath(_root, file).Replace('\\', '/'));

    /// <summary>The links below a folder: paths relative to it, and what they say.</summary>
    public ImmutableArray<(string Path, string Target)> LinksBelow(string folder)
    {
        string below = Path.GetRelativePath(_root, folder).Replace('\\', '/');
        string prefix = below == "." ? "" : below + "/";
        return [.. _document.Links.Where(link => link.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(link => (link.Key[prefix.Length..], link.Value))];
    }

    private static TreeModes? Look(string folder)
    {
        for (string? place = folder; place is not null; place = Path.GetDirectoryName(place))
        {
            string file = Path.Combine(place, FileName);
            if (File.Exists(file))
            {
                return Read(place, file);
            }
        }
        return null;
    }

    private static TreeModes? Read(string root, string file)
    {
        try
        {
            return JsonSerializer.Deserialize<Document>(File.ReadAllText(file), Options) is { } document ? new TreeModes(root, document) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Document(string[] Executables, SortedDictionary<string, string> Links);
}
