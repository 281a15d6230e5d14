using System.Collections.Immutable;
using Cos.Sdk.Trees;
using Cos.Sdk.Trees.Yaml;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Repositories;

/// <summary>Writes a definition as the runtime tree of a repository has it: sorted keys, nothing that is empty except requires and conflicts.</summary>
internal static class RuntimeDefinition
{
    /// <summary>The text of a definition.yaml.</summary>
    /// <param name="definition">The package.</param>
    /// <param name="sourcePath">The path of its folder in the compiler tree.</param>
    public static string Write(PackageDefinition definition, string sourcePath)
    {
        YamlFields fields = new()
        {
            { "category", definition.Id.Name.Category },
            { "conflicts", Requirements(definition.Conflicts) },
            { "id", 0 },
            { "name", definition.Id.Name.Name },
            { "path", sourcePath },
            { "requires", Requirements(definition.Requires) },
            { "version", definition.Id.Version },
        };
        Add(fields, "annotations", definition.Annotations, definition.Annotations.IsEmpty);
        Add(fields, "description", definition.Description, definition.Description.Length == 0);
        Add(fields, "hidden", definition.Hidden, !definition.Hidden);
        Add(fields, "labels", definition.Labels, definition.Labels.IsEmpty);
        Add(fields, "license", definition.License, definition.License.Length == 0);
        Add(fields, "provides", Requirements(definition.Provides), definition.Provides.IsEmpty);
        Add(fields, "uri", definition.Uri, definition.Uri.IsEmpty);
        Add(fields, "use_flags", definition.UseFlags, definition.UseFlags.IsEmpty);
        return YamlEmitter.Write(fields, YamlLayout.Compact);
    }

    private static void Add(YamlFields fields, string key, object? value, bool isEmpty)
    {
        if (!isEmpty)
        {
            fields.Add(key, value);
        }
    }

    private static YamlFields[]? Requirements(ImmutableArray<PackageRequirement> requirements) => requirements.IsEmpty
        ? null
        : [.. requirements.Select(requirement => new YamlFields
        {
            { "category", requirement.Name.Category },
            { "conflicts", null },
            { "id", 0 },
            { "name", requirement.Name.Name },
            { "requires", null },
            { "version", requirement.Selector },
        })];
}
