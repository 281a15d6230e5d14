using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Repositories;

/// <summary>What is published: artifacts that a tree defines, with their definitions.</summary>
/// <param name="Artifacts">In order of category, name and version.</param>
/// <param name="Definitions">In the same order.</param>
internal sealed record PublishedPackages(ImmutableArray<PublishedArtifact> Artifacts, ImmutableArray<PublishedDefinition> Definitions)
{
    /// <summary>Reads the metadata and finds the definitions.</summary>
    /// <param name="content">The repository to be.</param>
    /// <param name="diagnostics">Takes warnings: artifacts that no tree defines, requirements that nothing published meets.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="CosException">Metadata is damaged, without its archive, unsafe, or there twice for one package.</exception>
    public static PublishedPackages Select(RepositoryContent content, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        Dictionary<PackageId, PublishedDefinition> defined = [];
        foreach (PublishedDefinition definition in content.Definitions)
        {
            defined[definition.Definition.Id] = definition;
        }
        ImmutableArray<PublishedArtifact>.Builder artifacts = ImmutableArray.CreateBuilder<PublishedArtifact>();
        ImmutableArray<PublishedDefinition>.Builder definitions = ImmutableArray.CreateBuilder<PublishedDefinition>();
        foreach (PublishedArtifact artifact in PublishedArtifactReader.Read(content, cancellationToken))
        {
            if (defined.TryGetValue(artifact.Id, out PublishedDefinition? definition))
            {
                artifacts.Add(artifact);
                definitions.Add(definition);
            }
            else
            {
                diagnostics.Add(RepositoryDiagnostics.PackageNotInTrees(artifact.MetadataFile, artifact.Id.ToString()));
            }
        }
        PublishedRequirements.Check([.. definitions.Select(definition => definition.Definition)], content.KnownElsewhere, diagnostics);
        return new PublishedPackages(artifacts.ToImmutable(), definitions.ToImmutable());
    }
}
