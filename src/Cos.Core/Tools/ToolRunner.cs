using System.Collections.Concurrent;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Tools;

/// <summary>Runs the host's own programs, and those that it lacks in a container of the tools image.</summary>
/// <param name="host">The host's programs.</param>
/// <param name="image">Those of the image.</param>
/// <param name="use">Whether the image is used for all of its programs; null for those alone that the host lacks.</param>
internal sealed class ToolRunner(IToolRunner host, IToolRunner image, bool? use) : IToolRunner
{
    private readonly ConcurrentDictionary<ToolName, IToolRunner> _choices = new();

    /// <inheritdoc />
    public async Task<ToolInfo> FindAsync(ToolName tool, CancellationToken cancellationToken) =>
        await (await ChooseAsync(tool, cancellationToken).ConfigureAwait(false)).FindAsync(tool, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public async Task<ToolResult> RunAsync(ToolInvocation invocation, CancellationToken cancellationToken) =>
        await (await ChooseAsync(invocation.Tool, cancellationToken).ConfigureAwait(false)).RunAsync(invocation, cancellationToken).ConfigureAwait(false);

    private async Task<IToolRunner> ChooseAsync(ToolName tool, CancellationToken cancellationToken)
    {
        if (_choices.TryGetValue(tool, out IToolRunner? known))
        {
            return known;
        }
        if (!ToolCatalog.Describe(tool).IsInImage || use == false)
        {
            return _choices.GetOrAdd(tool, host);
        }
        if (use == true)
        {
            return _choices.GetOrAdd(tool, image);
        }
        try
        {
            await host.FindAsync(tool, cancellationToken).ConfigureAwait(false);
            return _choices.GetOrAdd(tool, host);
        }
        catch (CosException missing) when (missing.Diagnostics.Any(MediaDiagnostics.IsToolMissing))
        {
            await FindInImageAsync(tool, missing, cancellationToken).ConfigureAwait(false);
            return _choices.GetOrAdd(tool, image);
        }
    }

    /// <summary>When the image is no way either, both are said: what is missing, and why the image does not help.</summary>
    private async Task FindInImageAsync(ToolName tool, CosException missing, CancellationToken cancellationToken)
    {
        try
        {
            await image.FindAsync(tool, cancellationToken).ConfigureAwait(false);
        }
        catch (CosException failure)
        {
            throw new CosException((IReadOnlyList<Diagnostic>)[.. missing.Diagnostics, .. failure.Diagnostics]);
        }
    }
}
