using System.Collections.Immutable;
using Cos.Sdk.Planning;
using Cos.Sdk.Registry;

namespace Cos.Sdk.Building.Caching;

/// <summary>
/// Where whoever published a package keeps the image that it was cut from. An image built here from a published tree has the name that it has there when
/// nothing else is different, so it need not be built.
/// </summary>
internal static class ImagesOfOthers
{
    /// <summary>The repository to ask for each image, by its name.</summary>
    public static ImmutableDictionary<string, ImageReference> Of(IEnumerable<PlanNode> nodes)
    {
        ImmutableDictionary<string, ImageReference>.Builder places = ImmutableDictionary.CreateBuilder<string, ImageReference>(StringComparer.Ordinal);
        foreach (ImageNode node in nodes.OfType<ImageNode>().Where(node => node.CachedIn is not null))
        {
            places[node.Image] = ImageReference.Parse(node.CachedIn!);
        }
        return places.ToImmutable();
    }
}
