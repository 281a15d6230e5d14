using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees.Yaml;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Trees;

/// <summary>Reads definitions: those of <c>definition.yaml</c>, of the entries of <c>collection.yaml</c> and of subpackages.</summary>
internal static class DefinitionReader
{
    private const string PackagesKey = "packages";

    /// <summary>Reads a <c>definition.yaml</c>; null after an error.</summary>
    public static PackageDefinition? ReadFile(string file, DiagnosticBag diagnostics) =>
        YamlText.ReadFile(file, diagnostics, YamlLimits.Default) is { } text ? Read(text, file, diagnostics) : null;

    /// <summary>Reads the text of a <c>definition.yaml</c>; null after an error.</summary>
    public static PackageDefinition? Read(string text, string file, DiagnosticBag diagnostics) =>
        ToMapping(YamlReader.Read(text, file, diagnostics), diagnostics) is { } mapping ? Read(mapping, diagnostics, integersAsFloats: false) : null;

    /// <summary>Reads a <c>collection.yaml</c>; null stands for an entry with an error.</summary>
    public static IReadOnlyList<PackageDefinition?> ReadCollectionFile(string file, DiagnosticBag diagnostics)
    {
        if (ToMapping(YamlReader.ReadFile(file, diagnostics), diagnostics) is not { } mapping)
        {
            return [];
        }
        FieldReader fields = new(mapping, diagnostics);
        fields.WarnOfUnknownKeys([PackagesKey], "a collection");
        if (fields.Find(PackagesKey) is null)
        {
            diagnostics.Add(TreeDiagnostics.CollectionWithoutPackages(mapping.Location));
            return [];
        }
        return [.. fields.ReadList(PackagesKey).Select(item => ReadEntry(item, diagnostics))];
    }

    /// <summary>Reads one definition; null after an error.</summary>
    /// <param name="mapping">Its keys.</param>
    /// <param name="diagnostics">Gets what is wrong.</param>
    /// <param name="integersAsFloats">Whether templates see all its numbers as floats, as those of a collection.</param>
    public static PackageDefinition? Read(YamlMapping mapping, DiagnosticBag diagnostics, bool integersAsFloats)
    {
        DiagnosticBag own = [];
        FieldReader fields = new(mapping, own);
        PackageId id = ReadId(fields, own);
        WarnOfSuspiciousKeys(mapping, own);
        PackageDefinition definition = new()
        {
            Id = id,
            Location = mapping.Location,
            Requires = RequirementReader.ReadAll(fields, PackageKeys.Requires, own),
            Conflicts = RequirementReader.ReadAll(fields, PackageKeys.Conflicts, own),
            Provides = RequirementReader.ReadAll(fields, PackageKeys.Provides, own),
            Hidden = fields.ReadFlag(PackageKeys.Hidden),
            Description = fields.ReadText(PackageKeys.Description),
            License = fields.ReadText(PackageKeys.License),
            Uri = fields.ReadTexts(PackageKeys.Uri),
            UseFlags = fields.ReadTexts(PackageKeys.UseFlags),
            Labels = fields.ReadTextMap(PackageKeys.Labels),
            Annotations = fields.ReadTextMap(PackageKeys.Annotations),
            Values = ReadValues(mapping, id, integersAsFloats),
        };
        diagnostics.AddRange(own);
        return own.HasErrors ? null : definition;
    }

    private static PackageDefinition? ReadEntry(YamlNode item, DiagnosticBag diagnostics)
    {
        if (item is YamlMapping mapping)
        {
            return Read(mapping, diagnostics, integersAsFloats: true);
        }
        diagnostics.Add(TreeDiagnostics.WrongType(item.Location, PackagesKey, "a list of definitions", item.Describe()));
        return null;
    }

    private static PackageId ReadId(FieldReader fields, DiagnosticBag diagnostics)
    {
        string name = fields.ReadText(PackageKeys.Name);
        string category = fields.ReadText(PackageKeys.Category);
        string version = fields.ReadText(PackageKeys.Version);
        Check(PackageKeys.Name, name, required: true);
        Check(PackageKeys.Category, category, required: false);
        Check(PackageKeys.Version, version, required: true);
        return new PackageId(new PackageName(category, name), version);

        void Check(string field, string text, bool required)
        {
            if (text.Length == 0)
            {
                if (required && fields.Find(field) is null or YamlScalar)
                {
                    diagnostics.Add(TreeDiagnostics.MissingField(fields.Location, field));
                }
            }
            else if (!PackageIdentity.IsValid(text))
            {
                diagnostics.Add(TreeDiagnostics.InvalidIdentity(fields.Find(field)!.Location, field, text));
            }
        }
    }

    /// <summary>The values for templates. Name, category and version are the texts by which the package is known, quoted or not.</summary>
    private static Dictionary<string, object?> ReadValues(YamlMapping mapping, PackageId id, bool integersAsFloats)
    {
        Dictionary<string, object?> values = new(YamlValues.Of(mapping, integersAsFloats), StringComparer.Ordinal);
        Keep(PackageKeys.Name, id.Name.Name);
        Keep(PackageKeys.Category, id.Name.Category);
        Keep(PackageKeys.Version, id.Version);
        return values;

        void Keep(string key, string text)
        {
            if (values.TryGetValue(key, out object? value) && value is not (null or string))
            {
                values[key] = text;
            }
        }
    }

    private static void WarnOfSuspiciousKeys(YamlMapping mapping, DiagnosticBag diagnostics)
    {
        foreach (YamlEntry entry in mapping.Entries)
        {
            string key = entry.Key.Text;
            if (!PackageKeys.All.Contains(key, StringComparer.OrdinalIgnoreCase)
                && PackageKeys.Meaningful.FirstOrDefault(known => Spelling.IsNear(key, known)) is { } nearest)
            {
                diagnostics.Add(TreeDiagnostics.SuspiciousKey(entry.Key.Location, key, nearest));
            }
        }
    }

    private static YamlMapping? ToMapping(YamlNode? root, DiagnosticBag diagnostics)
    {
        if (root is not (null or YamlMapping))
        {
            diagnostics.Add(TreeDiagnostics.NotAMapping(root.Location, root.Describe()));
        }
        return root as YamlMapping;
    }
}
