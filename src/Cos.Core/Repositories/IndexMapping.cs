using System.Collections.Immutable;
using System.Globalization;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.Repositories;

/// <summary>A mapping of a file that a tool wrote: what is not as it must be ends the reading with a diagnostic.</summary>
/// <param name="node">The mapping.</param>
/// <param name="file">The file as messages name it.</param>
/// <param name="repository">The repository as messages name it.</param>
internal sealed class IndexMapping(YamlMapping node, string file, string repository)
{
    private const int DigestLength = 64;

    /// <summary>Reads a document whose root is a mapping.</summary>
    /// <param name="text">The document.</param>
    /// <param name="path">The file for positions.</param>
    /// <param name="repository">The repository as messages name it.</param>
    /// <param name="limits">What the document may cost.</param>
    /// <exception cref="CosException">It is no YAML, or no mapping.</exception>
    public static IndexMapping Read(string text, string path, string repository, YamlLimits limits)
    {
        DiagnosticBag diagnostics = [];
        YamlNode? root = YamlReader.Read(text, path, diagnostics, limits);
        diagnostics.ThrowIfErrors();
        string file = RepositoryFileName.BaseName(path);
        return root is YamlMapping mapping
            ? new IndexMapping(mapping, file, repository)
            : throw new CosException(RepositoryDiagnostics.MalformedFile(root?.Location, file, repository, "it holds no mapping"));
    }

    /// <summary>Where the mapping begins.</summary>
    public SourceLocation Location => node.Location;

    /// <summary>The mapping itself.</summary>
    public YamlMapping Node => node;

    /// <summary>In the order written.</summary>
    public IEnumerable<string> Keys => node.Entries.Select(entry => entry.Key.Text);

    /// <summary>The plain values, as templates see them.</summary>
    public IReadOnlyDictionary<string, object?> Values => YamlValues.Of(node);

    /// <summary>A text that must be there.</summary>
    public string Text(string key) => TextOrEmpty(key) is { Length: > 0 } text ? text : throw Malformed(node, $"'{key}' is missing");

    /// <summary>A text, empty when it is not there. Numbers and dates keep their spelling.</summary>
    public string TextOrEmpty(string key) => Find(key) switch
    {
        null => "",
        YamlScalar scalar => scalar.Text,
        YamlNode other => throw Malformed(other, $"'{key}' is {other.Describe()} and not a text"),
    };

    /// <summary>A number, 0 when it is not there; written as number or as text.</summary>
    public long NumberOrZero(string key)
    {
        string text = TextOrEmpty(key);
        return text.Length == 0 ? 0
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number
            : throw Malformed(node, $"'{key}' is no number");
    }

    /// <summary>A list of texts, empty when it is not there.</summary>
    public ImmutableArray<string> Texts(string key) => Find(key) switch
    {
        null => [],
        YamlSequence sequence => [.. sequence.Items.Select(item => item is YamlScalar scalar
            ? scalar.Text
            : throw Malformed(item, $"'{key}' holds {item.Describe()} and not a text"))],
        YamlNode other => throw Malformed(other, $"'{key}' is {other.Describe()} and not a list"),
    };

    /// <summary>A mapping, null when it is not there.</summary>
    public IndexMapping? Mapping(string key) => Find(key) switch
    {
        null => null,
        YamlMapping mapping => new IndexMapping(mapping, file, repository),
        YamlNode other => throw Malformed(other, $"'{key}' is {other.Describe()} and not a mapping"),
    };

    /// <summary>A list of mappings, empty when it is not there.</summary>
    public IEnumerable<IndexMapping> Mappings(string key) => Find(key) switch
    {
        null => [],
        YamlSequence sequence => sequence.Items.Select(item => item is YamlMapping mapping
            ? new IndexMapping(mapping, file, repository)
            : throw Malformed(item, $"'{key}' holds {item.Describe()} and not a mapping")),
        YamlNode other => throw Malformed(other, $"'{key}' is {other.Describe()} and not a list"),
    };

    /// <summary>The SHA-256 below <c>checksums</c>, in lower-case hexadecimal digits.</summary>
    public string Sha256()
    {
        string digest = Mapping("checksums")?.TextOrEmpty("sha256") ?? "";
        return digest.Length == DigestLength && digest.All(char.IsAsciiHexDigit)
            ? digest.ToLowerInvariant()
            : throw Malformed(node, "'checksums' has no 'sha256' of 64 hexadecimal digits");
    }

    /// <summary>The digest of an image below <c>image</c>; empty when it is not there.</summary>
    public string Image() => TextOrEmpty("image") is var digest && (digest.Length == 0 || Registry.ContentDigest.IsValid(digest))
        ? digest
        : throw Malformed(node, "'image' is no digest sha256:<64 hexadecimal digits>");

    /// <summary>The name of a file in the repository's folder.</summary>
    public string FileName(string key)
    {
        string name = RepositoryFileName.BaseName(Text(key));
        return RepositoryFileName.IsSafe(name) ? name : throw new CosException(RepositoryDiagnostics.UnsafeFileName(name, repository));
    }

    private YamlNode? Find(string key) =>
        node.TryGetValue(key, out YamlNode? value) && value is not YamlScalar { Kind: YamlScalarKind.Null } ? value : null;

    private CosException Malformed(YamlNode place, string problem) =>
        new(RepositoryDiagnostics.MalformedFile(place.Location, file, repository, problem));
}
