using Cos.Sdk.Artifacts;
using Cos.Sdk.Dockerfiles;
using Cos.Sdk.Planning;

namespace Cos.Sdk.Building;

/// <summary>Gives build contexts the archives of other packages, without compression where they are asked for so.</summary>
internal static class RetrievedFiles
{
    private const string Archive = ".package.tar";

    /// <summary>The files of a node. Archives that have to be unpacked are read twice: their length comes first in a context.</summary>
    /// <param name="node">The image.</param>
    /// <param name="folder">The artifact folder.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    public static async Task<IReadOnlyCollection<ContextFile>> FindAsync(ImageNode node, string folder, CancellationToken cancellationToken)
    {
        List<ContextFile> files = [];
        foreach (RetrievedFile retrieved in node.Retrieved.DistinctBy(file => file.Path))
        {
            string path = Path.Combine(folder, retrieved.File);
            bool isPlain = retrieved.Path.EndsWith(Archive, StringComparison.Ordinal) && retrieved.File != retrieved.Path;
            files.Add(isPlain
                ? new ContextFile(retrieved.Path, await MeasureAsync(path, cancellationToken).ConfigureAwait(false), token => OpenAsync(path, token))
                : new ContextFile(retrieved.Path, new FileInfo(path).Length, _ => Task.FromResult<Stream>(File.OpenRead(path))));
        }
        return files;
    }

    private static async Task<long> MeasureAsync(string path, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[1 << 16];
        long length = 0;
        Stream content = await OpenAsync(path, cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                length += read;
            }
        }
        return length;
    }

    private static async Task<Stream> OpenAsync(string path, CancellationToken cancellationToken)
    {
        FileStream file = File.OpenRead(path);
        try
        {
            DecompressionStream content = await DecompressionStream
                .OpenAsync(file, DecompressionLimits.Default, Path.GetFileName(path), cancellationToken).ConfigureAwait(false);
            return new OwnedStream(content, file);
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Closes the file with the stream that reads it.</summary>
    private sealed class OwnedStream(Stream content, FileStream file) : PassThroughStream(content)
    {
        public override async ValueTask DisposeAsync()
        {
            await Inner.DisposeAsync().ConfigureAwait(false);
            await file.DisposeAsync().ConfigureAwait(false);
            await base.DisposeAsync().ConfigureAwait(false);
        }
    }
}
