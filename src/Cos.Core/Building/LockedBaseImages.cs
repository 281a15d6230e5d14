using System.Collections.Concurrent;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Engine;
using Cos.Sdk.Fetching;
using Cos.Sdk.Planning;

namespace Cos.Sdk.Building;

/// <summary>Brings the base images that the lock pins: seeds from the cache or made again, others pulled by digest. Each once.</summary>
internal sealed class LockedBaseImages(
    IImageEngine engine, SeedImageProvider seeds, IReadOnlyDictionary<string, SeedImage> declared, CosLock content, DiagnosticBag diagnostics) : IBaseImages
{
    private readonly ConcurrentDictionary<string, Lazy<Task>> _images = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public Task EnsureAsync(ParentImage image, string platform, CancellationToken cancellationToken) =>
        _images.GetOrAdd(image.From, _ => new Lazy<Task>(() => BringAsync(image, cancellationToken))).Value;

    private async Task BringAsync(ParentImage image, CancellationToken cancellationToken)
    {
        if (image.From == EmptyImage.Reference || await engine.InspectImageAsync(image.From, cancellationToken).ConfigureAwait(false) is not null)
        {
            return;
        }
        if (declared.TryGetValue(image.Reference, out SeedImage? seed))
        {
            await seeds.EnsureAsync(
                seed, content.Seeds.GetValueOrDefault(image.Reference), LockPolicy.Reuse, diagnostics, cancellationToken).ConfigureAwait(false);
            return;
        }
        await new BaseImageFetcher(engine).EnsureAsync(
            image.Reference, content.BaseImages.GetValueOrDefault(image.Reference), LockPolicy.Reuse, null, null, null, cancellationToken).ConfigureAwait(false);
    }
}
