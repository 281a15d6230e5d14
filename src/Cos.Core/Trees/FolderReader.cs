using Cos.Sdk.Diagnostics;
using Cos.Sdk.Templating;
using Cos.Sdk.Trees.Yaml;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Trees;

/// <summary>Reads the definitions and templates of one folder.</summary>
internal sealed class FolderReader
{
    private const string DefinitionName = "definition.yaml";

    private const string CollectionName = "collection.yaml";

    private const string BuildName = "build.yaml";

    private const string FinalizeName = "finalize.yaml";

    private const string DockerfileMark = "Dockerfile";

    private const string TemplateExtension = ".yaml";

    private readonly TreeFolder _folder;

    private readonly DiagnosticBag _diagnostics = [];

    private readonly List<Package> _packages = [];

    private readonly List<TemplateSource> _templates = [];

    private FolderReader(TreeFolder folder) => _folder = folder;

    /// <summary>Reads what is there. Safe to call from several threads.</summary>
    public static FolderContent Read(TreeFolder folder, TreeOptions options)
    {
        if (folder.Names.Count == 0)
        {
            return FolderContent.Empty;
        }
        FolderReader reader = new(folder);
        foreach (string name in folder.Names)
        {
            reader.ReadFile(name, options);
        }
        return new FolderContent(reader._packages, reader._templates, reader._diagnostics);
    }

    private void ReadFile(string name, TreeOptions options)
    {
        if (name == DefinitionName)
        {
            ReadDefinition(PathOf(name));
        }
        else if (name == CollectionName)
        {
            ReadCollection(PathOf(name));
        }
        else if (options.Dockerfiles && name.Contains(DockerfileMark, StringComparison.Ordinal))
        {
            AddDockerfile(PathOf(name));
        }
        if (_folder.IsTemplates && name.EndsWith(TemplateExtension, StringComparison.OrdinalIgnoreCase)
            && YamlText.ReadFile(PathOf(name), _diagnostics, YamlLimits.Default) is { } text)
        {
            _templates.Add(new TemplateSource(PathOf(name), text));
        }
    }

    private void ReadDefinition(string file)
    {
        if (DefinitionReader.ReadFile(file, _diagnostics) is { } definition)
        {
            Add(definition, PackageKind.Definition, file);
        }
    }

    private void ReadCollection(string file)
    {
        int index = 0;
        foreach (PackageDefinition? definition in DefinitionReader.ReadCollectionFile(file, _diagnostics))
        {
            if (definition is not null)
            {
                Add(definition, PackageKind.Collection, file, index);
            }
            index++;
        }
    }

    private void AddDockerfile(string file)
    {
        PackageName name = new("", Path.GetFileName(_folder.Folder));
        Dictionary<string, object?> values = new(StringComparer.Ordinal) { ["name"] = name.Name, ["category"] = "", ["version"] = "" };
        Add(new PackageDefinition { Id = new PackageId(name, ""), Location = new SourceLocation(file, 1, 1), Values = values }, PackageKind.Dockerfile, file);
    }

    private void Add(PackageDefinition definition, PackageKind kind, string file, int? index = null) => _packages.Add(new Package
    {
        Definition = definition,
        Folder = _folder.Folder,
        TreeRoot = _folder.Root,
        Kind = kind,
        DefinitionFile = file,
        BuildFile = kind == PackageKind.Dockerfile ? null : Find(BuildName),
        FinalizeFile = Find(FinalizeName),
        CollectionIndex = index,
    });

    private string? Find(string name) => _folder.Names.Contains(name) ? PathOf(name) : null;

    private string PathOf(string name) => Path.Join(_folder.Folder, name);
}
