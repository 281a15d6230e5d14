using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Trust;

namespace Cos.Sdk.Repositories;

/// <summary>
/// Removes what earlier states of a repository left in its folder, and nothing else: files of packages that the previous index
/// lists, and archives whose names state a content.
/// </summary>
internal static partial class StaleFiles
{
    /// <summary>The archives and metadata of packages that the previous index lists and the new one does not.</summary>
    /// <param name="folder">The repository.</param>
    /// <param name="previous">The previous index.</param>
    /// <param name="published">What is published now.</param>
    /// <returns>Absolute paths of what was there and is removed.</returns>
    public static ImmutableArray<string> RemoveDropped(string folder, IEnumerable<IndexEntry> previous, IEnumerable<PublishedArtifact> published)
    {
        HashSet<string> kept = new(StringComparer.Ordinal);
        foreach (PublishedArtifact artifact in published)
        {
            kept.Add(artifact.ArchiveFile);
            kept.Add(Path.GetFileName(artifact.MetadataFile));
        }
        ImmutableArray<string>.Builder removed = ImmutableArray.CreateBuilder<string>();
        foreach (IndexEntry entry in previous)
        {
            foreach (string name in (string[])[entry.ArchiveFile, PackageArchiveName.Metadata(entry.Id)])
            {
                string path = Path.Combine(folder, name);
                if (RepositoryFileName.IsSafe(name) && !kept.Contains(name) && File.Exists(path))
                {
                    File.Delete(path);
                    File.Delete(path + SignatureFile.Suffix);
                    removed.Add(path);
                }
            }
        }
        return removed.ToImmutable();
    }

    /// <summary>
    /// The content-named archives that are neither the current nor the previous state's. The previous ones stay, so that whoever read
    /// the previous repository.yaml a moment ago still finds them.
    /// </summary>
    public static void RemoveOldArchives(string folder, RepositoryHeader current, RepositoryHeader? previous)
    {
        HashSet<string?> kept = new(StringComparer.Ordinal);
        foreach (RepositoryHeader? header in (RepositoryHeader?[])[current, previous])
        {
            kept.UnionWith([header?.Tree.FileName, header?.Meta.FileName, header?.CompilerTree?.FileName]);
        }
        foreach (string path in FindArchives(folder).Where(path => !kept.Contains(Path.GetFileName(path))).ToArray())
        {
            File.Delete(path);
        }
    }

    /// <summary>
    /// The signatures of earlier states of repository.yaml, and of archives that are there no longer. The previous state's stays with its archives.
    /// </summary>
    public static void RemoveOldSignatures(string folder, params ReadOnlySpan<string?> keptEntryPoints)
    {
        HashSet<string> kept = new(StringComparer.Ordinal);
        foreach (string? sha256 in keptEntryPoints)
        {
            if (sha256 is not null)
            {
                kept.Add(RepositoryFileName.SignatureOf(sha256));
            }
        }
        foreach (string path in FindSignatures(folder).ToArray())
        {
            bool isOfEntryPoint = EntryPointSignature().IsMatch(Path.GetFileName(path));
            if (isOfEntryPoint ? !kept.Contains(Path.GetFileName(path)) : !File.Exists(path[..^SignatureFile.Suffix.Length]))
            {
                File.Delete(path);
            }
        }
    }

    /// <summary>The signatures of the repository's own files whose names state a content.</summary>
    public static IEnumerable<string> FindSignatures(string folder) =>
        Directory.EnumerateFiles(folder, "*" + SignatureFile.Suffix).Where(path => IsOwnSignature(Path.GetFileName(path)));

    private static bool IsOwnSignature(string name) =>
        EntryPointSignature().IsMatch(name) || ContentName().IsMatch(name[..^SignatureFile.Suffix.Length]);

    /// <summary>The archives whose names state a content.</summary>
    public static IEnumerable<string> FindArchives(string folder) =>
        Directory.EnumerateFiles(folder).Where(path => ContentName().IsMatch(Path.GetFileName(path)));

    /// <summary>The indexes of the current and of earlier states, ours and classic ones.</summary>
    public static IEnumerable<string> FindIndexes(string folder)
    {
        string[] named = [.. FindArchives(folder).Where(path => Path.GetFileName(path).StartsWith("repository.meta-", StringComparison.Ordinal))];
        string classic = Path.Combine(folder, "repository.meta.yaml.tar");
        // Beside ours the classic name is a copy of one of them.
        return named.Length > 0 ? named.Order(StringComparer.Ordinal) : File.Exists(classic) ? [classic] : [];
    }

    /// <summary>What a build that was killed left half written.</summary>
    public static void RemoveTemporaries(string folder)
    {
        foreach (string path in Directory.EnumerateFiles(folder).Where(path => TemporaryName().IsMatch(Path.GetFileName(path))))
        {
            File.Delete(path);
        }
    }

    [GeneratedRegex(@"^(\.(tree|compilertree|repository\.meta)|repository\.yaml)\.[0-9a-z]{8}\.[0-9a-z]{3}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex TemporaryName();

    [GeneratedRegex(@"^repository-[0-9a-f]{16}\.yaml\.sig$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex EntryPointSignature();

    [GeneratedRegex(@"^(tree|compilertree|repository\.meta)-[0-9a-f]{16}(\.yaml)?\.tar(\.gz|\.zst)?$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex ContentName();
}
