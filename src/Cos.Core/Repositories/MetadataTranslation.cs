using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.Repositories;

/// <summary>
/// Turns the metadata of an artifact into its entry of the index. Both say the same; the classic tools wrote one with one library and
/// the other with another, so keys have other names, and the index leaves out what is empty in a package.
/// </summary>
internal static class MetadataTranslation
{
    private static readonly Dictionary<string, string> PackageKeys = new(StringComparer.Ordinal)
    {
        ["packagerequires"] = "requires",
        ["packageconflicts"] = "conflicts",
        ["useflags"] = "use_flags",
        ["origindockerfile"] = "dockerfile",
    };

    private static readonly Dictionary<string, string> BuildOptions = new[]
    {
        "BackendArgs", "BackendType", "BuildValues", "BuildValuesFile", "CompressionType", "Concurrency", "Context", "GenerateFinalImages",
        "KeepImg", "NoDeps", "OnlyDeps", "PackageTargetOnly", "PullFirst", "PullImageRepository", "Push", "PushFinalImages",
        "PushFinalImagesForce", "PushFinalImagesRepository", "PushImageRepository", "Rebuild", "RuntimeDatabase", "SolverOptions",
        "TemplatesFolder", "Wait",
    }.ToDictionary(name => name.ToLowerInvariant(), StringComparer.Ordinal);

    /// <summary>The entry for a metadata file.</summary>
    /// <param name="metadata">The root of the file.</param>
    /// <param name="archiveFile">The archive's name in the repository's folder.</param>
    /// <param name="values">The values that the package was built with; null or empty for none.</param>
    public static YamlFields Translate(YamlMapping metadata, string archiveFile, IReadOnlyDictionary<string, object?>? values = null)
    {
        YamlFields entry = new();
        foreach (YamlEntry field in metadata.Entries)
        {
            switch (field.Key.Text)
            {
                case "path":
                    entry.Add("path", archiveFile);
                    break;
                case "compilespec":
                    entry.Add("compilationspec", CompilationSpec(field.Value, values));
                    break;
                case "packagecacheimage":
                    entry.Add("package_cacheimage", field.Value);
                    break;
                case "runtime":
                    entry.Add("runtime", Package(field.Value));
                    break;
                case "sourceassertion":
                    break;
                default:
                    entry.Add(field.Key.Text, field.Value);
                    break;
            }
        }
        return entry;
    }

    private static object CompilationSpec(YamlNode node, IReadOnlyDictionary<string, object?>? values) => Map(node, (key, value) => key switch
    {
        "sourceassertion" or "outputpath" => null,
        "package" => new("package", Package(value)),
        "buildoptions" => new("build_options", Options(value, values)),
        "copy" or "subpackages" when value is YamlSequence parts => new(key, parts.Items.Select(Part).ToArray()),
        _ => new(key, value),
    });

    private static object Part(YamlNode node) => Map(node, (key, value) => new(key, key == "package" ? Package(value) : value));

    private static object Options(YamlNode node, IReadOnlyDictionary<string, object?>? values) => Map(node, (key, value) => BuildOptions.TryGetValue(key, out string? name)
        ? new(name, name == "BuildValues" && values is { Count: > 0 } ? new object[] { values } : name == "SolverOptions" && value is YamlMapping { Entries.IsEmpty: true } ? SolverOptions() : value)
        : new(key, value));

    private static YamlFields SolverOptions() => new()
    {
        { "Concurrency", 0 }, { "Discount", 0 }, { "Implementation", 0 }, { "LearnRate", 0 }, { "MaxAttempts", 0 }, { "Type", "" },
    };

    private static object Package(YamlNode node) => Map(node, (key, value) =>
    {
        string name = PackageKeys.GetValueOrDefault(key, key);
        return name switch
        {
            "requires" or "conflicts" => new(name, Packages(value)),
            "provides" when !IsEmpty(value) => new(name, Packages(value)),
            "id" or "name" or "category" or "version" => new(name, value),
            _ => IsEmpty(value) ? null : new(name, value),
        };
    });

    private static object[] Packages(YamlNode node) => node is YamlSequence list ? [.. list.Items.Select(Package)] : [];

    private static bool IsEmpty(YamlNode node) => node switch
    {
        YamlMapping mapping => mapping.Entries.IsEmpty,
        YamlSequence sequence => sequence.Items.IsEmpty,
        YamlScalar scalar => scalar.Value is null or false or "",
        _ => false,
    };

    /// <summary>Renames entries; an entry that becomes null is left out. What is no mapping stays as it is.</summary>
    private static object Map(YamlNode node, Func<string, YamlNode, KeyValuePair<string, object>?> rename)
    {
        if (node is not YamlMapping mapping)
        {
            return node;
        }
        YamlFields fields = new();
        foreach (YamlEntry entry in mapping.Entries)
        {
            if (rename(entry.Key.Text, entry.Value) is { } renamed)
            {
                fields.Add(renamed.Key, renamed.Value);
            }
        }
        return fields;
    }
}
