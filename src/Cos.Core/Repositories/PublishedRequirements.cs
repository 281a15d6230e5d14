using Cos.Sdk.Diagnostics;
using Cos.Sdk.Resolution;
using Cos.Sdk.Trees;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Repositories;

/// <summary>Checks that what is published can be installed.</summary>
internal static class PublishedRequirements
{
    /// <summary>Warns of each run-time requirement that neither the published packages nor those known elsewhere meet.</summary>
    public static void Check(IReadOnlyCollection<PackageDefinition> published, IEnumerable<PackageDefinition> knownElsewhere, DiagnosticBag diagnostics)
    {
        PackageUniverse universe = new(knownElsewhere.Concat(published).Select(definition => new Candidate(
            definition.Id, definition.Requires, definition.Conflicts, definition.Provides, definition.Location)));
        foreach (PackageDefinition definition in published)
        {
            foreach (PackageRequirement requirement in definition.Requires)
            {
                if (universe.Best(requirement) is null)
                {
                    diagnostics.Add(RepositoryDiagnostics.RequirementNotPublished(
                        requirement.Location ?? definition.Location, definition.Id.ToString(), requirement.ToString()));
                }
            }
        }
    }
}
