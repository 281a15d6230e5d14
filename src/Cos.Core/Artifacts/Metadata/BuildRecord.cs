using System.Collections.Immutable;
using Cos.Sdk.Planning;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Artifacts.Metadata;

/// <summary>How an artifact was built, for the <c>compilespec</c> of its metadata.</summary>
/// <param name="Spec">The rendered build file.</param>
/// <param name="Chain">The packages below, in build order, the built one last.</param>
/// <param name="ImageRepository">The repository part of image names.</param>
/// <param name="Epoch">Stands for the time of the build: seconds since 1970.</param>
internal sealed record BuildRecord(BuildSpec Spec, ImmutableArray<ChainLink> Chain, string ImageRepository, long Epoch);
