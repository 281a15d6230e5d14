using System.Collections.Immutable;
using Cos.Sdk.Trees;
using Cos.Sdk.Trees.Yaml;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Artifacts.Metadata;

/// <summary>A package as metadata files write it: all keys, always in this order.</summary>
internal static class PackageYaml
{
    /// <summary>A package with its requirements.</summary>
    /// <param name="definition">The package.</param>
    /// <param name="requires">Its requirements, of the run or of the build.</param>
    /// <param name="conflicts">Its conflicts, of the run or of the build.</param>
    /// <param name="provides">What it stands in for, in the run or in the build.</param>
    /// <param name="timestamp">When it was built, as a text; empty where nothing was.</param>
    public static YamlFields Write(
        PackageDefinition definition,
        ImmutableArray<PackageRequirement> requires,
        ImmutableArray<PackageRequirement> conflicts,
        ImmutableArray<PackageRequirement> provides,
        string timestamp) => new()
    {
        { "id", 0 },
        { "name", definition.Id.Name.Name },
        { "version", definition.Id.Version },
        { "category", definition.Id.Name.Category },
        { "useflags", definition.UseFlags },
        { "state", "" },
        { "packagerequires", requires.Select(Write) },
        { "packageconflicts", conflicts.Select(Write) },
        { "provides", provides.Select(Write) },
        { "hidden", definition.Hidden },
        { "annotations", definition.Annotations },
        { "path", "" },
        { "description", definition.Description },
        { "uri", definition.Uri },
        { "license", definition.License },
        { "buildtimestamp", timestamp },
        { "labels", definition.Labels },
        { "treedir", "" },
        { "origindockerfile", "" },
    };

    /// <summary>A package of a build chain: what it requires was settled when the chain was made.</summary>
    public static YamlFields WriteLink(PackageDefinition definition) => Write(definition, [], [], definition.Provides, "");

    /// <summary>A wish: the selector stands where a package has its version.</summary>
    public static YamlFields Write(PackageRequirement requirement) =>
        Write(new PackageDefinition { Id = new PackageId(requirement.Name, requirement.Selector), Location = new("") }, [], [], [], "");
}
