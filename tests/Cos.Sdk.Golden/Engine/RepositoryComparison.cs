using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Golden.Scenarios;
using Cos.Sdk.Repositories;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Golden.Engine;

/// <summary>
/// Makes the repository that a recorded <c>create-repo</c> made, and compares its files: entry point, index, what the archives hold, definitions. Times, hashes,
/// snapshots and revisions are left out: ours raises a revision when content changed, and names content in files' names.
/// </summary>
internal static class RepositoryComparison
{
    private const string Recorded = "expected.repository.";
    private const string RecordedDefinition = "expected.tree.";
    private const string RecordedNames = "expected.repository-files.txt";

    /// <summary>Each difference; none when there are none.</summary>
    public static async Task<IReadOnlyList<string>> CompareAsync(Scenario scenario, LuetCommand command, string folder, CancellationToken cancellationToken)
    {
        if ((command.Value("type") ?? "disk") == "docker")
        {
            return []; // Tests of registries compare those.
        }
        await WriteAsync(scenario, command, folder, cancellationToken);
        List<string> differences = [];
        foreach (string file in Directory.EnumerateFiles(scenario.Folder, "expected.*").Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(file);
            string? difference =
                name == RecordedNames ? CompareNames(file, folder)
                : name.StartsWith(RecordedDefinition, StringComparison.Ordinal) ? await CompareDefinitionAsync(file, folder, cancellationToken)
                : name.StartsWith(Recorded, StringComparison.Ordinal) ? await CompareFileAsync(file, folder, cancellationToken)
                : null;
            if (difference is not null)
            {
                differences.Add($"{name}:\n    {difference.ReplaceLineEndings("\n    ")}");
            }
        }
        return differences;
    }

    private static async Task WriteAsync(Scenario scenario, LuetCommand command, string folder, CancellationToken cancellationToken)
    {
        DiagnosticBag diagnostics = [];
        ImmutableArray<string> trees = [.. command.Values("tree").DefaultIfEmpty(".").Select(scenario.PathOf)];
        PackageTree tree = TreeReader.Read(trees, diagnostics, new TreeOptions(), cancellationToken);
        diagnostics.ThrowIfErrors();
        RepositoryContent content = new()
        {
            Folder = folder,
            Name = command.Value("name") ?? "luet",
            Description = command.Value("descr") ?? "",
            Urls = [.. command.Values("urls")],
            Epoch = 0,
            MetadataFiles = [.. Directory.EnumerateFiles(folder, "*.metadata.yaml").Order(StringComparer.Ordinal)],
            Definitions = [.. tree.Packages.Select(PublishedDefinition.Of)],
            Trees = trees,
        };
        await new RepositoryWriter(content, diagnostics).WriteAsync(cancellationToken);
    }

    private static string? CompareNames(string file, string folder) => Difference.OfLines(
        [.. File.ReadLines(file).Where(name => !name.StartsWith("snap", StringComparison.Ordinal))],
        [.. File.ReadLines(file).Where(name => File.Exists(Path.Combine(folder, name)))]);

    private static async Task<string?> CompareFileAsync(string file, string folder, CancellationToken cancellationToken)
    {
        string name = Path.GetFileName(file)[Recorded.Length..];
        if (name.EndsWith(".txt", StringComparison.Ordinal))
        {
            return await ArchiveComparison.CompareAsync(file, Path.Combine(folder, name[..^".txt".Length]), isOfBase: true, cancellationToken);
        }
        string recorded = await File.ReadAllTextAsync(file, cancellationToken);
        return name == MetaArchiveReader.IndexFile["repository.".Length..]
            ? MetadataComparison.CompareTexts(recorded, await ArchiveText.ReadAsync(Path.Combine(folder, "repository.meta.yaml.tar"), MetaArchiveReader.IndexFile, cancellationToken))
            : MetadataComparison.CompareTexts(recorded, await File.ReadAllTextAsync(Path.Combine(folder, RepositoryFileName.EntryPoint), cancellationToken));
    }

    private static async Task<string?> CompareDefinitionAsync(string file, string folder, CancellationToken cancellationToken)
    {
        string path = Path.GetFileName(file)[RecordedDefinition.Length..].Replace("__", "/", StringComparison.Ordinal);
        return MetadataComparison.CompareTexts(
            await File.ReadAllTextAsync(file, cancellationToken),
            await ArchiveText.ReadAsync(Path.Combine(folder, "tree.tar.gz"), path, cancellationToken));
    }
}
