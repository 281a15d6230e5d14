using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Cos.Sdk.Tests.Documentation;

/// <summary>Makes the property pages of IDEs from the tables of the reference.</summary>
internal static partial class RulePages
{
    private static readonly XNamespace Ns = "http://schemas.microsoft.com/build/2009/properties";

    private static readonly Dictionary<string, string[]> Values = new(StringComparer.Ordinal)
    {
        ["CosCompression"] = ["none", "gzip", "zstd"],
        ["CosSquashfsCompression"] = ["gzip", "lz4", "lzo", "xz", "zstd"],
        ["CosEngine"] = ["docker", "podman"],
        ["CosRunFirmware"] = ["bios", "uefi"],
        ["CosPackage.Delta"] = ["added", "changes"],
        ["CosRepository.Type"] = ["disk", "http", "docker"],
        ["CosSeedImage.Distribution"] = ["debian", "ubuntu"],
        ["CosSeedImage.Variant"] = ["apt", "buildd", "essential", "important", "minbase", "required", "standard"],
    };

    private static readonly HashSet<string> Numbers = new(["CosMaxParallelBuilds", "CosCompressionLevel", "CosRepository.Priority", "CosTest.ExitCode", "CosTest.Status", "CosTest.Timeout"], StringComparer.Ordinal);

    /// <summary>The files by name.</summary>
    public static IReadOnlyDictionary<string, string> Make()
    {
        SortedDictionary<string, string> files = new(StringComparer.Ordinal)
        {
            ["Project.xaml"] = Text(ProjectRule()),
            ["ProjectItemsSchema.xaml"] = Text(ItemsSchema()),
        };
        foreach ((string item, string meaning) in ReferenceTables.Items)
        {
            files.Add(item + ".xaml", Text(ItemRule(item, meaning)));
        }
        return files;
    }

    private static XElement ProjectRule() => new(
        Ns + "Rule",
        new XAttribute("Name", "CosProject"), new XAttribute("DisplayName", "Operating system"), new XAttribute("PageTemplate", "generic"), new XAttribute("Order", "100"),
        new XAttribute("Description", "Properties of an operating system that is built of packages."),
        new XElement(Ns + "Rule.Categories", Categories.Select(name => new XElement(Ns + "Category", new XAttribute("Name", name), new XAttribute("DisplayName", name)))),
        new XElement(Ns + "Rule.DataSource", new XElement(
            Ns + "DataSource", new XAttribute("Persistence", "ProjectFile"), new XAttribute("SourceOfDefaultValue", "AfterContext"), new XAttribute("HasConfigurationCondition", "False"))),
        ReferenceTables.Properties.OrderBy(property => Array.IndexOf(Categories, CategoryOf(property.Name)))
            .Select(property => Property(property.Name, property.Name, property.Default, property.Meaning, CategoryOf(property.Name))));

    private static XElement ItemRule(string item, string meaning) => new(
        Ns + "Rule",
        new XAttribute("Name", item), new XAttribute("DisplayName", Words(item)), new XAttribute("PageTemplate", "generic"), new XAttribute("Order", "200"),
        new XAttribute("Description", ReferenceTables.Plain(meaning)),
        new XElement(Ns + "Rule.DataSource", new XElement(
            Ns + "DataSource", new XAttribute("Persistence", "ProjectFile"), new XAttribute("ItemType", item), new XAttribute("HasConfigurationCondition", "False"))),
        ReferenceTables.MetadataOf(item).Select(metadata => Property(metadata.Name, $"{item}.{metadata.Name}", metadata.Default, metadata.Meaning, null)));

    private static XElement ItemsSchema() => new(
        Ns + "ProjectSchemaDefinitions",
        ReferenceTables.Items.SelectMany(item => new[]
        {
            new XElement(Ns + "ContentType", new XAttribute("Name", item.Name), new XAttribute("DisplayName", Words(item.Name)), new XAttribute("ItemType", item.Name)),
            new XElement(Ns + "ItemType", new XAttribute("Name", item.Name), new XAttribute("DisplayName", Words(item.Name)), new XAttribute("DefaultContentType", item.Name)),
        }));

    private static XElement Property(string name, string key, string standard, string meaning, string? category)
    {
        string kind = Values.ContainsKey(key) ? "EnumProperty"
            : Numbers.Contains(key) ? "IntProperty"
            : ReferenceTables.Plain(standard).Split(' ', ',')[0] is "true" or "false" ? "BoolProperty"
            : "StringProperty";
        string plain = ReferenceTables.Plain(standard);
        XElement property = new(
            Ns + kind,
            new XAttribute("Name", name),
            new XAttribute("DisplayName", Words(name)),
            new XAttribute("Description", ReferenceTables.Plain(meaning) + (plain is "empty" or "–" ? "" : $" Default: {plain}.")));
        if (category is not null)
        {
            property.Add(new XAttribute("Category", category));
        }
        if (kind == "StringProperty" && name.EndsWith("Folder", StringComparison.Ordinal))
        {
            property.Add(new XAttribute("Subtype", "folder"));
        }
        if (kind == "StringProperty" && (name.EndsWith("File", StringComparison.Ordinal) || name is "CosDockerfileTemplate" or "Tarball" or "Keyring" or "CosTasksAssembly"))
        {
            property.Add(new XAttribute("Subtype", "file"));
        }
        if (meaning.StartsWith("Set by the SDK", StringComparison.Ordinal) || name is "CosSdkFolder" or "CosTasksAssembly")
        {
            property.Add(new XAttribute("ReadOnly", "True"));
        }
        foreach (string value in Values.GetValueOrDefault(key, []))
        {
            property.Add(new XElement(Ns + "EnumValue", new XAttribute("Name", value), new XAttribute("DisplayName", value)));
        }
        return property;
    }

    private static readonly string[] Categories = ["Packages", "Engine", "Repository", "Media", "Running", "Questions", "Files", "Extension"];

    private static string CategoryOf(string name) => name switch
    {
        _ when name.EndsWith("DependsOn", StringComparison.Ordinal) => "Extension",
        _ when name.StartsWith("CosWhy", StringComparison.Ordinal) || name.StartsWith("CosGraph", StringComparison.Ordinal)
            || name.StartsWith("CosDiff", StringComparison.Ordinal) || name.StartsWith("CosSearch", StringComparison.Ordinal) => "Questions",
        _ when name.StartsWith("CosRun", StringComparison.Ordinal) || name.StartsWith("CosTest", StringComparison.Ordinal) || name.StartsWith("CosBoot", StringComparison.Ordinal) => "Running",
        _ when name.StartsWith("CosRepository", StringComparison.Ordinal) || name is "CosSigningKey" or "CosVerificationKey" or "CosAttestations" or "CosFinalRepository" => "Repository",
        _ when name.EndsWith("Folder", StringComparison.Ordinal) || name is "CosLockFile" or "CosTasksAssembly" => "Files",
        _ when name is "CosTarget" or "CosIsoSpec" or "CosSquashfsCompression" => "Media",
        _ when name.StartsWith("CosEngine", StringComparison.Ordinal) || name is "CosBuildNetwork" or "CosMaxParallelBuilds" or "CosVerifyEngine" or "CosImageRepository" => "Engine",
        _ => "Packages",
    };

    private static string Words(string name)
    {
        string[] words = [.. Word().Matches(name.StartsWith("Cos", StringComparison.Ordinal) ? name[3..] : name).Cast<Match>().Select(match => match.Value)];
        return string.Join(' ', words.Select((word, i) => i == 0 || (word.Length > 1 && word.All(char.IsUpper)) ? word : word.ToLowerInvariant()));
    }

    private static string Text(XElement root)
    {
        StringBuilder text = new();
        text.AppendLine("<!-- Made from the tables of docs/reference.md; see CONTRIBUTING.md. -->");
        text.AppendLine(root.ToString());
        return text.ToString().ReplaceLineEndings("\n");
    }

    [GeneratedRegex("[A-Z]?[a-z]+|[A-Z]+(?![a-z])")]
    private static partial Regex Word();
}
