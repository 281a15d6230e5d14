using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees;
using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.Repositories;

/// <summary>Reads the repositories of a <c>.luet.yaml</c> and of the files in the folders that it names.</summary>
/// <param name="architecture">OCI name of the architecture that is built for; a repository that is disabled may be enabled for it by name.</param>
/// <param name="diagnostics">Takes what is wrong.</param>
internal sealed class LuetConfiguration(string architecture, DiagnosticBag diagnostics)
{
    /// <summary>The file's name, beside the project.</summary>
    public const string FileName = ".luet.yaml";

    /// <summary>Of a repository in a folder of them that states none.</summary>
    private const int PriorityInFolders = 9999;

    private static readonly ImmutableArray<string> RootKeys =
    [
        "repositories", "repos_confdir", "system", "general", "logging", "solver", "config_protect_confdir", "config_protect_skip", "config_from_host",
        "finalizer_envs",
    ];

    /// <summary>Keys of a repository.</summary>
    public static ImmutableArray<string> RepositoryKeys { get; } =
        ["name", "description", "urls", "type", "mode", "priority", "enable", "cached", "arch", "auth", "authentication", "treepath", "metapath", "verify", "reference"];

    /// <summary>The enabled repositories, in the order in which they are written.</summary>
    /// <param name="file">Absolute.</param>
    public ImmutableArray<RepositoryReference> Read(string file)
    {
        if (ReadMapping(file) is not { } fields)
        {
            return [];
        }
        fields.WarnOfUnknownKeys(RootKeys, FileName);
        foreach (string key in RootKeys.Skip(2).Where(key => fields.Find(key) is not null))
        {
            diagnostics.Add(RepositoryDiagnostics.ClientSettingWithoutEffect(fields.LocationOf(key), key));
        }
        List<RepositoryReference> repositories = [.. fields.ReadMappings("repositories").Select(entry => ReadRepository(entry, 0)).OfType<RepositoryReference>()];
        foreach (string folder in FoldersOf(fields))
        {
            repositories.AddRange(ReadFolder(Path.GetFullPath(folder, Path.GetDirectoryName(file)!), fields.LocationOf("repos_confdir")));
        }
        return [.. repositories];
    }

    /// <summary>The repository of a file that holds nothing else; null when it is disabled or wrong.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="path">Its place.</param>
    public RepositoryReference? ReadFile(string text, string path) =>
        YamlReader.Read(text, path, diagnostics) is YamlMapping mapping ? ReadRepository(new FieldReader(mapping, diagnostics), PriorityInFolders) : null;

    /// <summary>One entry; null when it is disabled or wrong.</summary>
    public RepositoryReference? ReadRepository(FieldReader entry, int defaultPriority)
    {
        entry.WarnOfUnknownKeys(RepositoryKeys, "a repository");
        if (!entry.ReadFlag("enable") && !IsThisArchitecture(entry.ReadText("arch")))
        {
            return null;
        }
        string name = entry.ReadText("name");
        if (entry.ReadFlag("verify"))
        {
            diagnostics.Add(RepositoryDiagnostics.NotaryNotSupported(entry.LocationOf("verify"), name));
        }
        try
        {
            return new RepositoryReference
            {
                Name = name,
                Type = RepositoryTypes.Parse(entry.ReadText("type"), name, entry.LocationOf("type")),
                Urls = entry.ReadTexts("urls"),
                Priority = ReadPriority(entry, defaultPriority),
                Reference = entry.ReadText("reference"),
                Auth = ReadAuth(entry.ReadMapping("auth") ?? entry.ReadMapping("authentication")),
                Location = entry.Location,
            };
        }
        catch (CosException unknown)
        {
            diagnostics.AddRange(unknown.Diagnostics);
            return null;
        }
    }

    private IEnumerable<RepositoryReference> ReadFolder(string folder, SourceLocation location)
    {
        if (!Directory.Exists(folder))
        {
            diagnostics.Add(RepositoryDiagnostics.ConfigurationFolderMissing(location, folder));
            return [];
        }
        return Directory.EnumerateFiles(folder)
            .Where(file => Path.GetExtension(file) is ".yml" or ".yaml")
            .Order(StringComparer.Ordinal)
            .Select(file => ReadMapping(file) is { } entry ? ReadRepository(entry, PriorityInFolders) : null)
            .OfType<RepositoryReference>()
            .ToArray();
    }

    private FieldReader? ReadMapping(string file)
    {
        switch (YamlReader.ReadFile(file, diagnostics))
        {
            case YamlMapping mapping:
                return new FieldReader(mapping, diagnostics);
            case null or YamlScalar { Kind: YamlScalarKind.Null }:
                return null;
            case var other:
                diagnostics.Add(TreeDiagnostics.NotAMapping(other.Location, other.Describe()));
                return null;
        }
    }

    private static ImmutableArray<string> FoldersOf(FieldReader fields) => fields.Find("repos_confdir") switch
    {
        null => [],
        YamlScalar => [fields.ReadText("repos_confdir")],
        _ => fields.ReadTexts("repos_confdir"),
    };

    private int ReadPriority(FieldReader entry, int otherwise)
    {
        switch (entry.Find("priority"))
        {
            case null:
                return otherwise;
            case YamlScalar { Value: long and >= int.MinValue and <= int.MaxValue and long number }:
                return (int)number;
            case var other:
                diagnostics.Add(TreeDiagnostics.WrongType(other.Location, "priority", "a whole number", other.Describe()));
                return otherwise;
        }
    }

    private static RepositoryAuth? ReadAuth(FieldReader? auth) => auth is null ? null : new RepositoryAuth(
        auth.ReadText("token"),
        auth.ReadText("basic"),
        auth.ReadText("username"),
        auth.ReadText("password"),
        auth.ReadText("identitytoken"),
        auth.ReadText("registrytoken"));

    private bool IsThisArchitecture(string named) => named.Length > 0 && (named == architecture || named == architecture switch
    {
        "amd64" => "x86_64",
        "arm64" => "aarch64",
        _ => architecture,
    });
}
