using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Repositories;

namespace Cos.Sdk.Media;

/// <summary>What lies where in a root file system that passed as a tar stream. Links are followed inside it, never on this machine.</summary>
internal sealed class RootFileSystemIndex
{
    private const int MostNames = 20;

    private readonly HashSet<string> _files = new(StringComparer.Ordinal);
    private readonly List<(string Path, string Target)> _links = [];

    /// <summary>Reads the stream to its end.</summary>
    /// <param name="tar">The stream.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <param name="also">Sees every entry with its content; null for nobody.</param>
    /// <exception cref="CosException">It is damaged or unsafe.</exception>
    public static async Task<RootFileSystemIndex> ReadAsync(
        Stream tar, CancellationToken cancellationToken, Func<TarEntry, Stream, CancellationToken, ValueTask>? also = null)
    {
        RootFileSystemIndex index = new();
        TarStreamReader reader = new(tar, InstallationOptions.DefaultLimits, "the root file system");
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadEntryAsync(cancellationToken).ConfigureAwait(false) is { } entry)
            {
                if (also is not null)
                {
                    await also(entry, reader.Content, cancellationToken).ConfigureAwait(false);
                }
                if (entry.Kind is TarEntryKind.File or TarEntryKind.HardLink)
                {
                    index._files.Add(entry.Path);
                }
                else if (entry.Kind == TarEntryKind.SymbolicLink)
                {
                    index._links.Add((entry.Path, entry.LinkTarget!));
                }
            }
        }
        return index;
    }

    /// <summary>The file that a path leads to, links followed.</summary>
    /// <param name="path">Relative to the root.</param>
    /// <param name="key">The key of the spec that names it.</param>
    /// <param name="spec">The spec, for messages.</param>
    /// <exception cref="CosException">COS8018: there is no such file; COS8019: it is a link that leads nowhere.</exception>
    public string Find(string path, string key, SourceLocation spec)
    {
        RootLinks links = RootLinks.Of(_links);
        LinkProblem problem = links.TryResolve(path, out string resolved);
        if (problem == LinkProblem.None && _files.Contains(resolved))
        {
            return resolved;
        }
        bool isLink = links.TryResolveFolder(path, out string place) == LinkProblem.None && links.Contains(place);
        throw new CosException(isLink
            ? MediaDiagnostics.BootFileLeadsNowhere(spec, key, "/" + path, problem == LinkProblem.None ? "/" + resolved : "outside the root file system, or round in a circle")
            : MediaDiagnostics.BootFileMissing(spec, key, "/" + path, NamesBeside(path)));
    }

    /// <summary>The file that a path leads to, links followed; null when there is none.</summary>
    /// <param name="path">Relative to the root.</param>
    public string? Find(string path) =>
        RootLinks.Of(_links).TryResolve(path, out string resolved) == LinkProblem.None && _files.Contains(resolved) ? resolved : null;

    /// <summary>The names that there are, for whoever mistook one.</summary>
    private string NamesBeside(string path)
    {
        string folder = path[..(path.LastIndexOf('/') + 1)];
        string[] names =
        [
            .. _files.Concat(_links.Select(link => link.Path))
                .Where(other => other.StartsWith(folder, StringComparison.Ordinal) && other.IndexOf('/', folder.Length) < 0)
                .Select(other => TarPath.ForMessage(other[folder.Length..]))
                .Order(StringComparer.Ordinal),
        ];
        return names.Length == 0 ? "nothing" : string.Join(", ", names.Take(MostNames)) + (names.Length > MostNames ? ", …" : "");
    }
}
