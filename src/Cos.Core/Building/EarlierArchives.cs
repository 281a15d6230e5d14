using Cos.Sdk.Artifacts;
using Cos.Sdk.Artifacts.Metadata;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;

namespace Cos.Sdk.Building;

/// <summary>
/// Archives that this project made with other compression: what a Debug build cut out of an image, a Release build only compresses anew.
/// </summary>
/// <param name="planFolder">The plan folder of this configuration, beside whose parent the others have theirs.</param>
internal sealed class EarlierArchives(string planFolder)
{
    private readonly string[] _planFolders = [.. PlanFoldersBeside(planFolder)];

    /// <summary>An archive with the content of a node, as its stamp tells of it; null when there is none.</summary>
    public NodeStamp? Find(ArtifactNode node) => node.Strategy == ArtifactStrategy.Empty
        ? null
        : _planFolders
            .Select(folder => MadePlans.ReadStamp(folder, node.Key))
            .FirstOrDefault(stamp => stamp is { ArchiveFile.Length: > 0 }
                && stamp.ContentHash.StartsWith(node.ContentHash + ".", StringComparison.Ordinal)
                && new FileInfo(stamp.ArchiveFile) is { Exists: true } file
                && file.Length == stamp.ArchiveSize);

    /// <summary>Compresses an archive anew. The entries are those that would come out of the image.</summary>
    /// <returns>Null when the archive is not what its stamp says any more.</returns>
    public static async Task<MadeArtifact?> CompressAsync(
        ArtifactNode node, NodeStamp stamp, ArtifactFinisher finisher, CancellationToken cancellationToken)
    {
        PackageArchiveWriter archive = finisher.Open(node);
        await using (archive.ConfigureAwait(false))
        {
            try
            {
                ArtifactMetadata metadata = ArtifactMetadataReader.ReadFile(MetadataOf(stamp.ArchiveFile));
                if (metadata.Sha256 != stamp.ArchiveDigest)
                {
                    return null;
                }
                PackageArchiveReader reader = await PackageArchiveReader.OpenAsync(stamp.ArchiveFile, stamp.ArchiveDigest, cancellationToken).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    while (await reader.ReadEntryAsync(cancellationToken).ConfigureAwait(false) is { } entry)
                    {
                        await archive.AddAsync(entry, reader.Content, cancellationToken).ConfigureAwait(false);
                    }
                }
                return await finisher.FinishAsync(node, archive, metadata.Deleted, cancellationToken).ConfigureAwait(false);
            }
            catch (CosException)
            {
                // Damaged or replaced meanwhile: the image has it, too.
                return null;
            }
        }
    }

    private static string MetadataOf(string archive) => archive[..archive.IndexOf(".package.tar", StringComparison.Ordinal)] + ".metadata.yaml";

    /// <summary>This configuration's first: <c>obj/Release/cos/plan</c>, <c>obj/Debug/cos/plan</c>.</summary>
    private static IEnumerable<string> PlanFoldersBeside(string planFolder)
    {
        string own = Path.TrimEndingDirectorySeparator(planFolder);
        string? steps = Path.GetDirectoryName(own);
        string? all = Path.GetDirectoryName(Path.GetDirectoryName(steps));
        yield return own;
        if (steps is null || all is null)
        {
            yield break;
        }
        string below = Path.Combine(Path.GetFileName(steps), Path.GetFileName(own));
        foreach (string configuration in Directory.EnumerateDirectories(all).Order(StringComparer.Ordinal))
        {
            string other = Path.Combine(configuration, below);
            if (other != own && Directory.Exists(other))
            {
                yield return other;
            }
        }
    }
}
