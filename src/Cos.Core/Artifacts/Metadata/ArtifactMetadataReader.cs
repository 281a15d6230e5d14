using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees;
using Cos.Sdk.Trees.Yaml;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Artifacts.Metadata;

/// <summary>Reads metadata files, ours and luet's.</summary>
internal static class ArtifactMetadataReader
{
    private const int Sha256Length = 64;

    /// <summary>Reads a file.</summary>
    /// <exception cref="CosException">It is missing, is no YAML, or lacks what users of an artifact need.</exception>
    public static ArtifactMetadata ReadFile(string file)
    {
        DiagnosticBag faults = [];
        YamlNode? root = YamlReader.ReadFile(file, faults, YamlLimits.Index);
        faults.ThrowIfErrors();
        return Read(root as YamlMapping ?? throw Invalid(new SourceLocation(file), "mapping"));
    }

    /// <summary>Reads the root of a file.</summary>
    public static ArtifactMetadata Read(YamlMapping root)
    {
        YamlMapping package = Mapping(root, "runtime") ?? (Mapping(root, "compilespec") is { } spec ? Mapping(spec, "package") : null)
            ?? throw Invalid(root.Location, "runtime");
        string path = Text(root, "path") is { Length: > 0 } text ? text : throw Invalid(root.Location, "path");
        string archive = path[(path.LastIndexOf('/') + 1)..];
        string sha256 = Mapping(root, "checksums") is { } checksums ? Text(checksums, "sha256") : "";
        if (sha256.Length != Sha256Length || !sha256.All(char.IsAsciiHexDigitLower))
        {
            throw Invalid(root.Location, "checksums.sha256");
        }
        return new ArtifactMetadata
        {
            ArchiveFile = archive is "" or "." or ".." || archive.Contains('\\', StringComparison.Ordinal) ? throw Invalid(root.Location, "path") : archive,
            Sha256 = sha256,
            Compression = Compression.ParseName(Text(root, "compressiontype")),
            Files = Texts(root, "files"),
            Deleted = Texts(root, "deleted"),
            Definition = Definition(package),
        };
    }

    private static PackageDefinition Definition(YamlMapping package) => new()
    {
        Id = Id(package),
        Location = package.Location,
        Requires = Requirements(package, "packagerequires"),
        Conflicts = Requirements(package, "packageconflicts"),
        Provides = Requirements(package, "provides"),
        Hidden = package.TryGetValue("hidden", out YamlNode? hidden) && hidden is YamlScalar { Value: true },
        Description = Text(package, "description"),
        License = Text(package, "license"),
        Uri = Texts(package, "uri"),
        UseFlags = Texts(package, "useflags"),
        Labels = Pairs(package, "labels"),
        Annotations = Pairs(package, "annotations"),
    };

    private static PackageId Id(YamlMapping package) => Text(package, "name") is { Length: > 0 } name
        ? new PackageId(new PackageName(Text(package, "category"), name), Text(package, "version"))
        : throw Invalid(package.Location, "name");

    private static ImmutableArray<PackageRequirement> Requirements(YamlMapping package, string key) =>
        package.TryGetValue(key, out YamlNode? node) && node is YamlSequence list
            ? [.. list.Items.OfType<YamlMapping>().Select(item => new PackageRequirement(Id(item).Name, Id(item).Version, item.Location))]
            : [];

    private static YamlMapping? Mapping(YamlMapping parent, string key) =>
        parent.TryGetValue(key, out YamlNode? node) ? node as YamlMapping : null;

    private static string Text(YamlMapping parent, string key) =>
        parent.TryGetValue(key, out YamlNode? node) && node is YamlScalar { Value: not null } scalar ? scalar.Text : "";

    private static ImmutableArray<string> Texts(YamlMapping parent, string key) =>
        parent.TryGetValue(key, out YamlNode? node) && node is YamlSequence list ? [.. list.Items.OfType<YamlScalar>().Select(item => item.Text)] : [];

    private static ImmutableSortedDictionary<string, string> Pairs(YamlMapping parent, string key) =>
        Mapping(parent, key) is { } pairs
            ? pairs.Entries.ToImmutableSortedDictionary(entry => entry.Key.Text, entry => (entry.Value as YamlScalar)?.Text ?? "", StringComparer.Ordinal)
            : ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    private static CosException Invalid(SourceLocation location, string key) => new(ArtifactDiagnostics.InvalidMetadata(location, key));
}
