using System.Text;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;
using Cos.Sdk.Registry;
using Cos.Sdk.Trees;
using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.Repositories;

/// <summary>Reads the index of a repository: the file repository.meta.yaml in its archive.</summary>
internal static class MetaArchiveReader
{
    /// <summary>The one file of the archive.</summary>
    public const string IndexFile = "repository.meta.yaml";

    private static readonly TarLimits Limits = new() { MaxEntries = 16, MaxTotalSize = YamlLimits.Index.MaxLength, MaxDevices = 0 };
    private static readonly DecompressionLimits Compressed = new() { MaxBytes = 2L * YamlLimits.Index.MaxLength };

    /// <summary>The entries of the index.</summary>
    /// <param name="archive">The archive, verified.</param>
    /// <param name="place">The archive's path or address, for positions.</param>
    /// <param name="repository">The repository as messages name it.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<List<IndexEntry>> ReadAsync(Stream archive, string place, string repository, CancellationToken cancellationToken) =>
        [.. (await ReadMappingsAsync(archive, place, repository, cancellationToken).ConfigureAwait(false)).Select(Read)];

    /// <summary>The entries of the index as they are written.</summary>
    public static async Task<IEnumerable<IndexMapping>> ReadMappingsAsync(
        Stream archive, string place, string repository, CancellationToken cancellationToken)
    {
        string text = await ReadTextAsync(archive, place, repository, cancellationToken).ConfigureAwait(false);
        return IndexMapping.Read(text, $"{place}/{IndexFile}", repository, YamlLimits.Index).Mappings("index");
    }

    /// <summary>What an entry says.</summary>
    public static IndexEntry Read(IndexMapping entry)
    {
        IndexMapping? spec = entry.Mapping("compilationspec");
        return new IndexEntry(
            IndexedDefinition.ReadId(spec?.Mapping("package") ?? entry.Mapping("runtime") ?? entry),
            entry.FileName("path"),
            entry.Sha256(),
            Compression.ParseName(entry.TextOrEmpty("compressiontype")),
            entry.Texts("files"),
            spec is not null && IsWholeSystem(spec),
            ValuesOf(spec?.Mapping("build_options")),
            RepositoryOf(entry.TextOrEmpty("package_cacheimage")),
            entry.Image());
    }

    /// <summary>The repository part of an image's name; empty for what is none, or names no registry.</summary>
    private static string RepositoryOf(string image) =>
        PlanSettings.IsShared(image) && ImageReference.TryParse(image, out ImageReference? reference, out _) ? reference.Name : "";

    private static bool IsWholeSystem(IndexMapping spec) =>
        spec.TextOrEmpty("unpack") is "true" && spec.TextOrEmpty("package_dir").Length == 0
        && spec.Texts("includes").IsEmpty && spec.Texts("excludes").IsEmpty;

    /// <summary>Of several layers of values the later ones win.</summary>
    private static string ValuesOf(IndexMapping? options)
    {
        IReadOnlyDictionary<string, object?> values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (IndexMapping layer in options?.Mappings("BuildValues") ?? [])
        {
            values = ValuesMerger.Merge(values, layer.Values);
        }
        return values.Count == 0 ? "" : YamlEmitter.Write(values, YamlLayout.Compact);
    }

    private static async Task<string> ReadTextAsync(Stream archive, string place, string repository, CancellationToken cancellationToken)
    {
        DecompressionStream content = await DecompressionStream.OpenAsync(archive, Compressed, place, cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            TarStreamReader reader = new(content, Limits, place);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadEntryAsync(cancellationToken).ConfigureAwait(false) is { } entry)
                {
                    if (entry is { Kind: TarEntryKind.File, Path: IndexFile })
                    {
                        using StreamReader text = new(reader.Content, Encoding.UTF8);
                        return await text.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
                    }
                }
            }
        }
        throw new CosException(RepositoryDiagnostics.MalformedFile(null, RepositoryFileName.BaseName(place), repository, $"it holds no {IndexFile}"));
    }
}
