using System.Collections.Immutable;
using Cos.Sdk.Planning;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Artifacts.Metadata;

/// <summary>How an artifact was built, for the <c>compilespec</c> of its metadata.</summary>
/// <param name="Spec">The rendered build file.</param>
/// <param name="Chain">The packages below, in build order, the built one last.</param>
/// <param name="ImageRepository">The repository part of image names.</param>
/// <param name="CacheImage">The image that the package was cut from, where other machines may find it; empty where there is no such place.</param>
/// <param name="Epoch">Stands for the time of the build: seconds since 1970.</param>
internal sealed record BuildRecord(BuildSpec Spec, ImmutableArray<ChainLink> Chain, string ImageRepository, string CacheImage, long Epoch)
{
    /// <summary>What the plan of an artifact says.</summary>
    public static BuildRecord Of(ArtifactNode node)
    {
        int tag = node.Image.LastIndexOf(':');
        string repository = tag < 0 ? "" : node.Image[..tag];
        return new BuildRecord(node.Spec, node.Chain, repository, PlanSettings.IsShared(repository) ? node.Image : "", node.Epoch);
    }
}
