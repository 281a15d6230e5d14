using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Engine;

/// <summary>A tar from the engine; reports a broken connection by code and removes the container behind it when it is disposed.</summary>
internal sealed class ContainerTarStream(Stream inner, string request, TransientContainer? container) : DelegatingStream(inner)
{
    /// <inheritdoc />
    public override bool CanWrite => false;

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await Inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (EngineErrors.Translate(request, exception, cancellationToken) is { } diagnostic)
        {
            throw new CosException(diagnostic, exception);
        }
    }

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync().ConfigureAwait(false);
        if (container is not null)
        {
            await container.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            container?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }
}
