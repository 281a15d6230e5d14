using Cos.Sdk.Diagnostics;
using Cos.Sdk.Engine;

namespace Cos.Sdk.Garbage;

/// <summary>Removes what was found.</summary>
internal static class GarbageRemover
{
    /// <summary>Removes items; one that cannot be removed is reported, and the others go.</summary>
    /// <returns>Those that are gone.</returns>
    public static async Task<IReadOnlyList<GarbageItem>> RemoveAsync(
        IImageEngine engine, ProjectRegistry registry, IEnumerable<GarbageItem> items, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        List<GarbageItem> gone = [];
        foreach (GarbageItem item in items)
        {
            try
            {
                await RemoveAsync(engine, item, cancellationToken).ConfigureAwait(false);
                gone.Add(item);
            }
            catch (CosException exception)
            {
                diagnostics.Add(EngineDiagnostics.GarbageStays(item.Name, exception.Diagnostics[0].Message));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                diagnostics.Add(EngineDiagnostics.GarbageStays(item.Name, exception.Message));
            }
        }
        await registry.ForgetAsync(gone.Select(item => item.KnownAs).ToHashSet(StringComparer.Ordinal), cancellationToken).ConfigureAwait(false);
        return gone;
    }

    /// <summary>Removes what builds left that were killed, as far as they certainly have ended.</summary>
    /// <returns>How many containers and images.</returns>
    public static async Task<int> RemoveDeadLeftoversAsync(IImageEngine engine, CancellationToken cancellationToken)
    {
        int removed = 0;
        foreach (EngineLeftover leftover in await engine.ListLeftoversAsync(cancellationToken).ConfigureAwait(false))
        {
            if (OwnerMark.IsDead(leftover.Owner) && await engine.RemoveLeftoverAsync(leftover, cancellationToken).ConfigureAwait(false))
            {
                removed++;
            }
        }
        return removed;
    }

    private static Task RemoveAsync(IImageEngine engine, GarbageItem item, CancellationToken cancellationToken)
    {
        switch (item)
        {
            case { Leftover: { } leftover }:
                return engine.RemoveLeftoverAsync(leftover, cancellationToken);
            case { Kind: "image" }:
                return engine.RemoveImageAsync(item.Name, cancellationToken);
            default:
                if (Directory.Exists(item.Name))
                {
                    Directory.Delete(item.Name, recursive: true);
                }
                File.Delete(item.Name);
                return Task.CompletedTask;
        }
    }
}
