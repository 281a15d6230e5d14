using System.Xml.Linq;

namespace Cos.Sdk.Tests.Documentation;

/// <summary>The property pages of IDEs have every documented property and item.</summary>
public sealed class RuleTests
{
    private static readonly XNamespace Ns = "http://schemas.microsoft.com/build/2009/properties";

    private static readonly Dictionary<string, string[]> Attributes = new(StringComparer.Ordinal)
    {
        ["Rule"] = ["Name", "DisplayName", "PageTemplate", "Order", "Description"],
        ["Category"] = ["Name", "DisplayName"],
        ["DataSource"] = ["Persistence", "SourceOfDefaultValue", "HasConfigurationCondition", "ItemType"],
        ["StringProperty"] = ["Name", "DisplayName", "Description", "Category", "Subtype", "ReadOnly"],
        ["BoolProperty"] = ["Name", "DisplayName", "Description", "Category", "ReadOnly"],
        ["IntProperty"] = ["Name", "DisplayName", "Description", "Category", "ReadOnly"],
        ["EnumProperty"] = ["Name", "DisplayName", "Description", "Category", "ReadOnly"],
        ["EnumValue"] = ["Name", "DisplayName"],
        ["Rule.Categories"] = [],
        ["Rule.DataSource"] = [],
        ["ProjectSchemaDefinitions"] = [],
        ["ContentType"] = ["Name", "DisplayName", "ItemType"],
        ["ItemType"] = ["Name", "DisplayName", "DefaultContentType"],
    };

    private static string Folder => Repository.PathOf("src/Cos.Sdk/targets/Rules");

    /// <summary>To write the pages again: COS_REGENERATE=1.</summary>
    [Fact]
    public void Pages_AreMadeFromTheReference()
    {
        IReadOnlyDictionary<string, string> files = RulePages.Make();
        if (Environment.GetEnvironmentVariable("COS_REGENERATE") == "1")
        {
            Directory.CreateDirectory(Folder);
            foreach (string old in Directory.GetFiles(Folder))
            {
                File.Delete(old);
            }
            foreach ((string name, string text) in files)
            {
                File.WriteAllText(Path.Combine(Folder, name), text);
            }
        }
        Assert.Equal(files.Keys, Directory.GetFiles(Folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.Equal(file.Value, File.ReadAllText(Path.Combine(Folder, file.Key))));
    }

    [Fact]
    public void EveryDocumentedPropertyIsOnThePage()
    {
        string[] names = [.. Load("Project.xaml").Elements().Select(element => (string?)element.Attribute("Name")).OfType<string>()];
        Assert.Equal(ReferenceTables.Properties.Select(property => property.Name).Order(StringComparer.Ordinal), names.Order(StringComparer.Ordinal));
        Assert.Contains("CosSystemPackage", names);
        Assert.Equal(names.Length, names.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void EveryItemHasAPageAndAnEntryOfTheSchema()
    {
        string[] types = [.. Load("ProjectItemsSchema.xaml").Elements(Ns + "ItemType").Select(element => element.Attribute("Name")!.Value)];
        Assert.Contains("CosPackage", types);
        Assert.All(types, type => Assert.Equal(type, Load(type + ".xaml").Element(Ns + "Rule.DataSource")!.Element(Ns + "DataSource")!.Attribute("ItemType")!.Value));
        Assert.Contains("Suite", Load("CosSeedImage.xaml").Elements().Select(element => (string?)element.Attribute("Name")));
        Assert.Contains("Delta", Load("CosPackage.xaml").Elements().Select(element => (string?)element.Attribute("Name")));
    }

    [Fact]
    public void Pages_HaveOnlyWhatTheirLanguageKnows()
    {
        foreach (string file in Directory.GetFiles(Folder))
        {
            foreach (XElement element in XDocument.Load(file).Descendants())
            {
                Assert.Equal(Ns, element.Name.Namespace);
                Assert.Contains(element.Name.LocalName, Attributes.Keys);
                Assert.All(element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration), attribute => Assert.Contains(attribute.Name.LocalName, Attributes[element.Name.LocalName]));
                Assert.DoesNotContain(' ', (string?)element.Attribute("Name") ?? "");
                Assert.True(element.Attribute("Category") is not { } category
                    || Load("Project.xaml").Descendants(Ns + "Category").Any(known => known.Attribute("Name")!.Value == category.Value));
            }
        }
    }

    private static XElement Load(string file) => XDocument.Load(Path.Combine(Folder, file)).Root!;
}
