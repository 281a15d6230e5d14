using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Media;

/// <summary>Checks that files can lie in an EFI file system: FAT knows fewer names, and no difference between small and capital letters.</summary>
internal static partial class EfiContent
{
    /// <summary>FAT keeps sizes in 32 bits.</summary>
    private const long MaximumSize = uint.MaxValue;

    /// <summary>Sorts the files of a folder, which come in this order.</summary>
    /// <param name="folder">Absolute.</param>
    /// <param name="source">The same folder as the tools see it.</param>
    public static ImmutableArray<EfiFile> Of(string folder, string source) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => (file, Path: Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/')))
            .OrderBy(pair => pair.Path, StringComparer.Ordinal)
            .Select(pair => new EfiFile(pair.Path, $"{source}/{pair.Path}", new FileInfo(pair.file).Length)),
    ];

    /// <summary>Throws when a file cannot lie there.</summary>
    /// <exception cref="CosException">COS8022 a name, COS8023 two names that are one, COS8025 a size.</exception>
    public static void Check(IEnumerable<EfiFile> files)
    {
        Dictionary<string, string> seen = new(StringComparer.OrdinalIgnoreCase);
        foreach (EfiFile file in files)
        {
            if (file.Size > MaximumSize)
            {
                throw new CosException(MediaDiagnostics.EfiFileTooLarge(file.Path));
            }
            for (string path = file.Path; path.Length > 0; path = path.Contains('/', StringComparison.Ordinal) ? path[..path.LastIndexOf('/')] : "")
            {
                if (!FatName().IsMatch(path[(path.LastIndexOf('/') + 1)..]))
                {
                    throw new CosException(MediaDiagnostics.EfiNameInvalid(path));
                }
                if (!seen.TryAdd(path, path) && seen[path] != path)
                {
                    throw new CosException(MediaDiagnostics.EfiNamesCollide(seen[path], path));
                }
            }
        }
    }

    /// <summary>Without the characters that FAT forbids and those that mtools takes for patterns; no dot or blank at the end.</summary>
    [GeneratedRegex(@"\A[^\p{Cc}""*:<>?|\\\[\]]{0,199}[^\p{Cc}""*:<>?|\\\[\]. ]\z", RegexOptions.NonBacktracking)]
    private static partial Regex FatName();
}
