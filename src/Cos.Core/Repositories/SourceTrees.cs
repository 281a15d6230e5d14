using System.Collections.Immutable;

namespace Cos.Sdk.Repositories;

/// <summary>The source trees under the names that the compiler tree gives them.</summary>
internal sealed class SourceTrees
{
    /// <param name="folders">Absolute paths, in order; those that lie in another one are part of it.</param>
    public SourceTrees(ImmutableArray<string> folders)
    {
        string[] all = [.. folders.Select(Path.TrimEndingDirectorySeparator).Distinct(StringComparer.Ordinal)];
        string[] outermost = [.. all.Where(folder => !all.Any(other => other != folder && IsIn(folder, other)))];
        HashSet<string> bases = [.. outermost.Select(folder => Path.GetFileName(folder))];
        HashSet<string> taken = new(StringComparer.Ordinal);
        Roots = [.. outermost.Select(folder => (folder, NameFor(Path.GetFileName(folder), bases, taken)))];
    }

    /// <summary>Each tree's absolute path with the name of its folder in the compiler tree, which no other tree has.</summary>
    public ImmutableArray<(string Folder, string Name)> Roots { get; }

    /// <summary>Where a folder of a tree is in the compiler tree; the folder's own name when it is in none.</summary>
    public string PathOf(string folder)
    {
        foreach ((string root, string name) in Roots)
        {
            if (IsIn(folder, root))
            {
                string relative = Path.GetRelativePath(root, folder).Replace(Path.DirectorySeparatorChar, '/');
                return relative == "." ? name : $"{name}/{relative}";
            }
        }
        return Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
    }

    private static string NameFor(string name, HashSet<string> bases, HashSet<string> taken)
    {
        string stem = name.Length == 0 ? "tree" : name;
        string candidate = stem;
        for (int number = 2; !taken.Add(candidate); number++)
        {
            candidate = bases.Contains($"{stem}-{number}") ? candidate : $"{stem}-{number}";
        }
        return candidate;
    }

    private static bool IsIn(string folder, string root) =>
        folder.Length > root.Length
            ? folder.StartsWith(root, StringComparison.Ordinal) && (folder[root.Length] == Path.DirectorySeparatorChar || root.EndsWith(Path.DirectorySeparatorChar))
            : folder == root;
}
