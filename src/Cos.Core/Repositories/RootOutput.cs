using Cos.Sdk.Artifacts.Tar;

namespace Cos.Sdk.Repositories;

/// <summary>Writes nodes of a root to a tar stream, each once and each after the folders above it.</summary>
internal sealed class RootOutput(TarStreamWriter writer, IReadOnlyDictionary<string, RootNode> nodes)
{
    /// <summary>Entries written.</summary>
    public long Entries { get; private set; }

    /// <summary>Bytes of content written.</summary>
    public long Size { get; private set; }

    /// <summary>Writes a node with what is missing above it; nothing for a node that is written, or for the root itself.</summary>
    /// <param name="node">What to write.</param>
    /// <param name="content">A file's content.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task WriteAsync(RootNode node, Stream? content, CancellationToken cancellationToken)
    {
        if (node.IsWritten)
        {
            return;
        }
        node.IsWritten = true;
        string path = node.Entry.Path;
        if (path.Length == 0)
        {
            return;
        }
        int slash = path.LastIndexOf('/');
        if (slash >= 0)
        {
            await WriteAsync(nodes[path[..slash]], null, cancellationToken).ConfigureAwait(false);
        }
        await writer.WriteEntryAsync(node.Entry, content, cancellationToken).ConfigureAwait(false);
        Entries++;
        Size += node.Entry.Size;
    }
}
