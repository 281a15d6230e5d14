using System.Collections.Immutable;
using Cos.Sdk.Engine;
using Cos.Sdk.Repositories;

namespace Cos.Sdk.Tasks;

/// <summary>Asks for an engine only when there is a finalizer to run.</summary>
internal sealed class FinalizersInEngine(EngineSearch search, FinalizerOptions options) : IFinalizerRunner
{
    /// <inheritdoc />
    public async Task RunAsync(Stream root, ImmutableArray<RequiredFinalizer> finalizers, Stream output, CancellationToken cancellationToken)
    {
        IImageEngine engine = await EngineConnector.ConnectAsync(search, cancellationToken).ConfigureAwait(false);
        await using (engine.ConfigureAwait(false))
        {
            await new EngineFinalizerRunner(engine, options).RunAsync(root, finalizers, output, cancellationToken).ConfigureAwait(false);
        }
    }
}
