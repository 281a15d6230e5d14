using System.IO.Enumeration;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Trees;

/// <summary>Lists the folders of a tree: parents before children, names in byte order, linked folders left out.</summary>
internal sealed class TreeWalker(TreeOptions options, DiagnosticBag diagnostics)
{
    private const string GitFolder = ".git";

    private const string TemplatesFolder = "templates";

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>Walks a tree. The root itself may be a link.</summary>
    public IReadOnlyList<TreeFolder> Walk(string root)
    {
        List<TreeFolder> folders = [];
        if (Directory.Exists(root))
        {
            Visit(root, root, depth: 0, folders);
        }
        else
        {
            diagnostics.Add(TreeDiagnostics.TreeMissing(new SourceLocation(root)));
        }
        return folders;
    }

    private void Visit(string root, string folder, int depth, List<TreeFolder> folders)
    {
        if (depth > options.MaxDepth)
        {
            diagnostics.Add(TreeDiagnostics.TreeTooDeep(new SourceLocation(folder), options.MaxDepth));
            return;
        }
        if (List(folder) is not { } entries)
        {
            return;
        }
        entries.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        string[] files = [.. entries.Where(entry => !entry.IsFolder).Select(entry => entry.Name)];
        folders.Add(new TreeFolder(root, folder, files, Path.GetFileName(folder.AsSpan()) is TemplatesFolder));
        foreach ((string name, _) in entries.Where(entry => entry.IsFolder && entry.Name != GitFolder))
        {
            Visit(root, Path.Join(folder, name), depth + 1, folders);
        }
    }

    /// <summary>Files, links to files included, and real folders.</summary>
    private List<(string Name, bool IsFolder)>? List(string folder)
    {
        try
        {
            return [.. new FileSystemEnumerable<(string, bool)>(folder, (ref FileSystemEntry entry) => (entry.FileName.ToString(), entry.IsDirectory), Everything)
            {
                ShouldIncludePredicate = (ref FileSystemEntry entry) =>
                    !(entry.IsDirectory && entry.Attributes.HasFlag(FileAttributes.ReparsePoint)),
            }];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            diagnostics.Add(TreeDiagnostics.FolderUnreadable(new SourceLocation(folder), exception.Message));
            return null;
        }
    }
}
