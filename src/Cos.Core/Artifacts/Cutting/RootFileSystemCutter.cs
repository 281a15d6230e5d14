using Cos.Sdk.Artifacts.Tar;

namespace Cos.Sdk.Artifacts.Cutting;

/// <summary>Makes an artifact of the whole file system of an image, in one pass over its export.</summary>
/// <param name="takes">Whether an absolute path is taken.</param>
/// <param name="lookUpHidden">Gives what the image has where the export shows the engine's placeholders; asked once, and only when it matters.</param>
/// <param name="lookUp">Gives the content of one absolute path of the image.</param>
internal sealed class RootFileSystemCutter(
    Func<string, bool> takes,
    Func<CancellationToken, Task<IReadOnlyDictionary<string, HiddenFile>>> lookUpHidden,
    Func<string, CancellationToken, Task<ContentLease?>> lookUp)
{
    private IReadOnlyDictionary<string, HiddenFile>? _hidden;

    /// <summary>Reads the export to its end.</summary>
    /// <param name="export">The file system as a tar; may be forward and asynchronous only.</param>
    /// <param name="image">What messages call it.</param>
    /// <param name="archive">Where the entries go.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task CutAsync(Stream export, string image, PackageArchiveWriter archive, CancellationToken cancellationToken)
    {
        EntryCopier copier = new(archive, path => takes("/" + path), (path, stop) => lookUp("/" + path, stop));
        TarStreamReader reader = new(export, TarLimits.Default, image);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadEntryAsync(cancellationToken).ConfigureAwait(false) is { } entry)
            {
                if (EngineMounts.MayCover(entry) && takes("/" + entry.Path))
                {
                    await AddHiddenAsync(copier, entry.Path, cancellationToken).ConfigureAwait(false);
                }
                else if (!EngineMounts.IsAddition(entry))
                {
                    await copier.AddAsync(entry, reader.Content, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    private async Task AddHiddenAsync(EntryCopier copier, string path, CancellationToken cancellationToken)
    {
        _hidden ??= await lookUpHidden(cancellationToken).ConfigureAwait(false);
        if (_hidden.TryGetValue(path, out HiddenFile? file) && !EngineMounts.IsPlaceholder(file.Entry))
        {
            using MemoryStream content = new([.. file.Content], writable: false);
            await copier.AddAsync(file.Entry, content, cancellationToken).ConfigureAwait(false);
        }
    }
}
