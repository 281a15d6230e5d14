using Cos.Sdk.Artifacts.Tar;

namespace Cos.Sdk.Artifacts.Cutting;

/// <summary>A content that was looked up on its own, with what must be disposed when it was read.</summary>
internal sealed class ContentLease(Stream content, params IAsyncDisposable[] owned) : IAsyncDisposable
{
    /// <summary>From the first byte.</summary>
    public Stream Content { get; } = content;

    /// <summary>The content of the first entry of an archive, which the lease then owns; null when the archive is empty.</summary>
    public static async Task<ContentLease?> OpenFirstAsync(Stream archive, string name, CancellationToken cancellationToken)
    {
        TarStreamReader reader = new(archive, TarLimits.Default, name);
        try
        {
            if (await reader.ReadEntryAsync(cancellationToken).ConfigureAwait(false) is not null)
            {
                return new ContentLease(reader.Content, reader, archive);
            }
        }
        catch
        {
            await reader.DisposeAsync().ConfigureAwait(false);
            await archive.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        await reader.DisposeAsync().ConfigureAwait(false);
        await archive.DisposeAsync().ConfigureAwait(false);
        return null;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable item in owned)
        {
            await item.DisposeAsync().ConfigureAwait(false);
        }
    }
}
