using Cos.Sdk.Diagnostics;
using Cos.Sdk.Engine;
using Cos.Sdk.Fetching;
using Cos.Sdk.Planning;

namespace Cos.Sdk.Tasks;

/// <summary>Base images as the lock pins them.</summary>
internal sealed class PinnedImages(CosLock content, IReadOnlyDictionary<string, SeedImage> seeds)
{
    /// <summary>The content behind a reference.</summary>
    /// <exception cref="CosException">The lock does not know it.</exception>
    public PinnedImage Find(string reference, SourceLocation? location)
    {
        if (reference == EmptyImage.Reference)
        {
            return EmptyImage.Pinned;
        }
        if (seeds.TryGetValue(reference, out SeedImage? seed))
        {
            return content.Seeds.TryGetValue(reference, out LockedSeed? locked)
                ? new PinnedImage(reference, SeedImageProvider.ContentTag(seed, locked), locked.RootFileSystem)
                : throw new CosException(PlanningDiagnostics.BaseImageNotPinned(location, reference));
        }
        return content.BaseImages.TryGetValue(reference, out LockedBaseImage? image)
            ? new PinnedImage(reference, image.IsLocal ? image.Digest : $"{ImageTag.Parse(reference).Name}@{image.Digest}", image.Digest)
            : throw new CosException(PlanningDiagnostics.BaseImageNotPinned(location, reference));
    }
}
