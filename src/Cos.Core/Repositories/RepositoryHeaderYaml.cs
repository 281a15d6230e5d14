using System.Globalization;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.Repositories;

/// <summary>Reads and writes repository.yaml.</summary>
internal static class RepositoryHeaderYaml
{
    /// <summary>Reads the text of a repository.yaml.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">Its place, for messages.</param>
    /// <param name="repository">The repository as messages name it.</param>
    /// <exception cref="CosException">It is damaged, or names no tree or no index.</exception>
    public static RepositoryHeader Read(string text, string path, string repository)
    {
        IndexMapping root = IndexMapping.Read(text, path, repository, YamlLimits.Default);
        IndexMapping? files = root.Mapping("repo_files");
        string type = root.TextOrEmpty("type");
        return new RepositoryHeader
        {
            Name = root.TextOrEmpty("name"),
            Description = root.TextOrEmpty("description"),
            Type = type.Length == 0 ? RepositoryType.Disk : RepositoryTypes.Parse(type, repository, new SourceLocation(path)),
            Urls = root.Texts("urls"),
            Priority = (int)Math.Clamp(root.NumberOrZero("priority"), int.MinValue, int.MaxValue),
            Revision = (int)Math.Clamp(root.NumberOrZero("revision"), 0, int.MaxValue - 1),
            LastUpdate = root.NumberOrZero("last_update"),
            Tree = File("tree") ?? throw Missing("tree"),
            Meta = File("meta") ?? throw Missing("meta"),
            CompilerTree = File("compilertree"),
        };

        RepositoryFile? File(string name) => files?.Mapping(name) is { } file
            ? new RepositoryFile(file.FileName("filename"), Compression.ParseName(file.TextOrEmpty("compressiontype")), file.Sha256())
            : null;

        CosException Missing(string name) => new(RepositoryDiagnostics.MalformedFile(
            new SourceLocation(path), RepositoryFileName.EntryPoint, repository, $"'repo_files' names no '{name}'"));
    }

    /// <summary>The text of a repository.yaml.</summary>
    public static string Write(RepositoryHeader header)
    {
        YamlFields files = new();
        Add("compilertree", header.CompilerTree);
        Add("meta", header.Meta);
        Add("tree", header.Tree);
        YamlFields root = new()
        {
            { "description", header.Description },
            { "enable", true },
            { "index", Array.Empty<object>() },
            { "last_update", header.LastUpdate.ToString(CultureInfo.InvariantCulture) },
            { "name", header.Name },
            { "repo_files", files },
            { "revision", header.Revision },
            { "type", header.Type.Spelling() },
            { "urls", header.Urls },
        };
        if (header.Priority != 0)
        {
            root.Add("priority", header.Priority);
        }
        return YamlEmitter.Write(root, YamlLayout.Compact);

        void Add(string name, RepositoryFile? file)
        {
            if (file is not null)
            {
                files.Add(name, new YamlFields
                {
                    { "checksums", new YamlFields { { "sha256", file.Sha256 } } },
                    { "compressiontype", Compression.NameOf(file.Compression) },
                    { "filename", file.FileName },
                });
            }
        }
    }
}
