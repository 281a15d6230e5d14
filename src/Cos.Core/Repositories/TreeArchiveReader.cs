using System.Text;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees;
using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.Repositories;

/// <summary>Reads the definitions of a repository's tree archive, <c>&lt;category>/&lt;name>/&lt;version>/definition.yaml</c>.</summary>
internal static class TreeArchiveReader
{
    private const string Definition = "definition.yaml";
    private const string Finalizer = "finalize.yaml";
    private const int MaxFileSize = 4 << 20;

    private static readonly TarLimits Limits = new() { MaxEntries = 2_000_000, MaxTotalSize = 1L << 30, MaxDevices = 0 };
    private static readonly DecompressionLimits Compressed = new() { MaxBytes = 2L << 30 };

    /// <summary>Each definition with the text of the finalize.yaml beside it, if there is one.</summary>
    /// <param name="archive">The archive, verified.</param>
    /// <param name="place">The archive's path or address, for positions.</param>
    /// <param name="repository">The repository as messages name it.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<List<(PackageDefinition Definition, string? Finalizer)>> ReadAsync(
        Stream archive, string place, string repository, CancellationToken cancellationToken) =>
        [.. (await ReadTextsAsync(archive, place, repository, cancellationToken).ConfigureAwait(false))
            .Select(package => (package.Definition, package.Finalizer))];

    /// <summary>The same with the folder and the text of each definition.</summary>
    public static async Task<List<TreeArchivePackage>> ReadTextsAsync(
        Stream archive, string place, string repository, CancellationToken cancellationToken)
    {
        Dictionary<string, string> definitions = new(StringComparer.Ordinal);
        Dictionary<string, string> finalizers = new(StringComparer.Ordinal);
        DecompressionStream content = await DecompressionStream.OpenAsync(archive, Compressed, place, cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            TarStreamReader reader = new(content, Limits, place);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadEntryAsync(cancellationToken).ConfigureAwait(false) is { } entry)
                {
                    Dictionary<string, string>? files = entry.Kind != TarEntryKind.File ? null : RepositoryFileName.BaseName(entry.Path) switch
                    {
                        Definition => definitions,
                        Finalizer => finalizers,
                        _ => null,
                    };
                    if (files is not null)
                    {
                        files[FolderOf(entry.Path)] = await ReadTextAsync(reader, entry, repository, cancellationToken).ConfigureAwait(false);
                    }
                }
            }
        }
        return [.. definitions.Select(file => new TreeArchivePackage(
            IndexedDefinition.Read(IndexMapping.Read(file.Value, $"{place}/{file.Key}/{Definition}", repository, YamlLimits.Default)),
            file.Value,
            finalizers.GetValueOrDefault(file.Key)))];
    }

    /// <summary>The text of an entry that must be small.</summary>
    private static async Task<string> ReadTextAsync(
        TarStreamReader reader, TarEntry entry, string repository, CancellationToken cancellationToken)
    {
        if (entry.Size > MaxFileSize)
        {
            throw new CosException(RepositoryDiagnostics.FileTooLarge(TarPath.ForMessage(entry.Path), repository, MaxFileSize));
        }
        using StreamReader text = new(reader.Content, Encoding.UTF8);
        return await text.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
    }

    private static string FolderOf(string path) => path[..Math.Max(0, path.LastIndexOf('/'))];
}
