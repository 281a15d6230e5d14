using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Artifacts.Deltas;

/// <summary>Writes chosen paths: of names that share a file, the first gets the content and the others link to it.</summary>
internal sealed class DeltaWriter(PackageArchiveWriter archive, ContentSpool spool)
{
    private readonly Dictionary<LayerFile, string> _firstNames = [];

    public async Task WriteAsync(IReadOnlyList<(string Path, LayerFile File)> taken, CancellationToken cancellationToken)
    {
        foreach ((string path, LayerFile file) in taken)
        {
            if (file.IsDirectory)
            {
                await archive.AddAsync(file.Entry with { Path = path }, null, cancellationToken).ConfigureAwait(false);
            }
            else if (_firstNames.TryAdd(file, path))
            {
                await WriteFirstAsync(path, file, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await WriteLinkAsync(path, file, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task WriteFirstAsync(string path, LayerFile file, CancellationToken cancellationToken)
    {
        TarEntry entry = file.Entry with { Path = path };
        if (entry.Kind == TarEntryKind.HardLink || (entry.Size > 0 && file.Offset < 0))
        {
            throw new CosException(ArtifactDiagnostics.ContentOutOfReach(TarPath.ForMessage(path), TarPath.ForMessage(file.Entry.LinkTarget ?? file.Entry.Path)));
        }
        Stream? content = entry.Size > 0 ? spool.Open(file.Offset, entry.Size) : null;
        await archive.AddAsync(entry, content, cancellationToken).ConfigureAwait(false);
    }

    private async Task WriteLinkAsync(string path, LayerFile file, CancellationToken cancellationToken)
    {
        TarEntry link = file.Entry with { Path = path, Kind = TarEntryKind.HardLink, Size = 0, LinkTarget = _firstNames[file], DeviceMajor = 0, DeviceMinor = 0, ExtendedAttributes = TarEntry.NoAttributes };
        await archive.AddAsync(link, null, cancellationToken).ConfigureAwait(false);
    }
}
