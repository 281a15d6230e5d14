using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Artifacts.Cutting;

/// <summary>Makes an artifact of one directory of an image, its path stripped, in one pass over the archive of that path.</summary>
/// <param name="directory">Absolute path in the image, without a slash at its end.</param>
/// <param name="takes">Whether an absolute path in the image is taken.</param>
/// <param name="lookUp">Gives the content of one absolute path of the image.</param>
internal sealed class DirectoryCutter(
    string directory, Func<string, bool> takes, Func<string, CancellationToken, Task<ContentLease?>> lookUp)
{
    /// <summary>Reads the archive to its end. False when the path is no directory; then nothing was added.</summary>
    /// <param name="content">The path as a tar, whose first entry is its last segment; may be forward and asynchronous only.</param>
    /// <param name="image">What messages call it.</param>
    /// <param name="archive">Where the entries go.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<bool> CutAsync(Stream content, string image, PackageArchiveWriter archive, CancellationToken cancellationToken)
    {
        EntryCopier copier = new(archive, path => takes($"{directory}/{path}"), (path, stop) => lookUp($"{directory}/{path}", stop));
        TarStreamReader reader = new(content, TarLimits.Default, image);
        await using (reader.ConfigureAwait(false))
        {
            if (await reader.ReadEntryAsync(cancellationToken).ConfigureAwait(false) is not { Kind: TarEntryKind.Directory } root)
            {
                return false;
            }
            while (await reader.ReadEntryAsync(cancellationToken).ConfigureAwait(false) is { } entry)
            {
                TarEntry stripped = entry with
                {
                    Path = Strip(entry.Path, root.Path),
                    LinkTarget = entry.Kind == TarEntryKind.HardLink ? Strip(entry.LinkTarget!, root.Path) : entry.LinkTarget,
                };
                await copier.AddAsync(stripped, reader.Content, cancellationToken).ConfigureAwait(false);
            }
            return true;
        }

        string Strip(string path, string root) =>
            root.Length == 0 ? path
            : path.StartsWith(root, StringComparison.Ordinal) && path.Length > root.Length && path[root.Length] == '/' ? path[(root.Length + 1)..]
            : throw new CosException(ArtifactDiagnostics.UnsafePath(image, TarPath.ForMessage(path)));
    }
}
