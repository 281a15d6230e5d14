using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Templating;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Trees;

/// <summary>Reads the packages and templates of trees. Every fault of every file is reported; what is sound is returned.</summary>
internal sealed class TreeReader(TreeOptions options, DiagnosticBag diagnostics)
{
    /// <summary>Reads several trees as one.</summary>
    /// <param name="roots">Absolute paths. The same name, category and version in a later tree, or later in the same one, wins.</param>
    /// <param name="diagnostics">Gets errors of files; the caller decides whether to go on.</param>
    /// <param name="options">How to read.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    public static PackageTree Read(
        IReadOnlyList<string> roots, DiagnosticBag diagnostics, TreeOptions? options = null, CancellationToken cancellationToken = default) =>
        new TreeReader(options ?? TreeOptions.Default, diagnostics).Read(roots, cancellationToken);

    private PackageTree Read(IReadOnlyList<string> roots, CancellationToken cancellationToken)
    {
        List<TreeFolder> folders = FindFolders(roots);
        FolderContent[] contents = new FolderContent[folders.Count];
        ParallelOptions parallel = new() { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, folders.Count, parallel, i => contents[i] = FolderReader.Read(folders[i], options));

        Dictionary<PackageId, Package> packages = [];
        ImmutableArray<TemplateSource>.Builder templates = ImmutableArray.CreateBuilder<TemplateSource>();
        foreach (FolderContent content in contents)
        {
            diagnostics.AddRange(content.Diagnostics);
            templates.AddRange(content.Templates);
            foreach (Package package in content.Packages)
            {
                if (packages.TryGetValue(package.Id, out Package? known))
                {
                    diagnostics.Add(TreeDiagnostics.PackageReplaced(package.Definition.Location, package.Id, known.Definition.Location));
                }
                packages[package.Id] = package;
            }
        }
        return new PackageTree(packages.Values, templates.ToImmutable());
    }

    /// <summary>The folders of all trees; one that lies in two of them counts for the later one.</summary>
    private List<TreeFolder> FindFolders(IReadOnlyList<string> roots)
    {
        TreeWalker walker = new(options, diagnostics);
        List<TreeFolder> folders = [.. roots.Select(Path.TrimEndingDirectorySeparator).SelectMany(walker.Walk)];
        HashSet<string> known = new(StringComparer.Ordinal);
        for (int i = folders.Count - 1; i >= 0; i--)
        {
            if (!known.Add(folders[i].Folder))
            {
                folders.RemoveAt(i);
            }
        }
        return folders;
    }
}
