using System.Text;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Trees;
using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.Repositories;

/// <summary>Writes the three archives of a repository. Their bytes depend on the published packages and the trees alone.</summary>
internal sealed class RepositoryArchives
{
    private const int FolderMode = 0b111_101_101;
    private const int FileMode = 0b110_100_100;

    /// <summary>1980: the earliest time that every format of archives can state.</summary>
    private const long UsualTime = 315_532_800;

    private static readonly Compression Gzip = Compression.Parse("gzip", "");
    private static readonly string[] VersionControlFolders = [".git", ".hg", ".svn"];

    private readonly RepositoryContent _content;
    private readonly long _time;

    /// <param name="content">The repository to be.</param>
    public RepositoryArchives(RepositoryContent content)
    {
        _content = content;
        // Not the epoch itself: a later epoch alone is no new content.
        _time = Math.Min(content.Epoch, UsualTime);
    }

    /// <summary>The runtime tree: a folder with definition and finalizer for each published package.</summary>
    public Task<PendingArchive> WriteTreeAsync(
        IEnumerable<PublishedDefinition> definitions, SourceTrees trees, CancellationToken cancellationToken) =>
        PendingArchive.WriteAsync(_content.Folder, "tree", ".tar", Gzip, async tar =>
        {
            SortedDictionary<string, PublishedDefinition?> folders = new(StringComparer.Ordinal);
            foreach (PublishedDefinition definition in definitions)
            {
                string path = PackageFolder.PathOf(definition.Definition);
                folders[path] = definition;
                for (int slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
                {
                    folders.TryAdd(path[..slash], null);
                }
            }
            foreach ((string path, PublishedDefinition? definition) in folders)
            {
                await AddFolderAsync(tar, path, cancellationToken).ConfigureAwait(false);
                if (definition is null)
                {
                    continue;
                }
                string text = RuntimeDefinition.Write(definition.Definition, trees.PathOf(definition.Folder));
                await AddTextAsync(tar, $"{path}/definition.yaml", text, cancellationToken).ConfigureAwait(false);
                if (definition.FinalizeFile is { } finalizer)
                {
                    await AddFileAsync(tar, $"{path}/finalize.yaml", finalizer, FileMode, cancellationToken).ConfigureAwait(false);
                }
            }
        }, cancellationToken);

    /// <summary>The compiler tree: copies of the source trees, built or not, without what version control keeps beside them.</summary>
    public Task<PendingArchive> WriteCompilerTreeAsync(SourceTrees trees, CancellationToken cancellationToken) =>
        PendingArchive.WriteAsync(_content.Folder, "compilertree", ".tar", Gzip, async tar =>
        {
            HashSet<string> excluded = [.. _content.ExcludedFolders.Append(_content.Folder).Select(Path.TrimEndingDirectorySeparator)];
            foreach ((string folder, string name) in trees.Roots.OrderBy(root => root.Name, StringComparer.Ordinal))
            {
                await AddTreeAsync(tar, new DirectoryInfo(folder), name, excluded, cancellationToken).ConfigureAwait(false);
            }
        }, cancellationToken);

    /// <summary>The index of the published artifacts.</summary>
    public Task<PendingArchive> WriteMetaAsync(IEnumerable<PublishedArtifact> artifacts, CancellationToken cancellationToken) =>
        PendingArchive.WriteAsync(_content.Folder, "repository.meta", ".yaml.tar", Compression.None, async tar =>
        {
            using MemoryStream text = new();
            using (StreamWriter writer = new(text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true))
            {
                YamlEmitter.Write(writer, new YamlFields { { "index", artifacts.Select(artifact => artifact.Entry) } }, YamlLayout.Compact);
            }
            text.Position = 0;
            // The classic tools mark their index as executable.
            TarEntry entry = Entry(MetaArchiveReader.IndexFile, FolderMode) with { Size = text.Length };
            await tar.WriteEntryAsync(entry, text, cancellationToken).ConfigureAwait(false);
        }, cancellationToken);

    private async Task AddTreeAsync(
        TarStreamWriter tar, DirectoryInfo folder, string path, HashSet<string> excluded, CancellationToken cancellationToken)
    {
        await AddFolderAsync(tar, path, cancellationToken).ConfigureAwait(false);
        foreach (FileSystemInfo item in folder.EnumerateFileSystemInfos().OrderBy(item => item.Name, StringComparer.Ordinal))
        {
            string itemPath = $"{path}/{item.Name}";
            if ((item.Attributes & FileAttributes.ReparsePoint) != 0 && item.LinkTarget is { } target)
            {
                TarEntry link = Entry(itemPath, 0x1FF) with { Kind = TarEntryKind.SymbolicLink, LinkTarget = target };
                await tar.WriteEntryAsync(link, null, cancellationToken).ConfigureAwait(false);
            }
            else if (item is DirectoryInfo subfolder)
            {
                if (!excluded.Contains(subfolder.FullName) && !VersionControlFolders.Contains(subfolder.Name))
                {
                    await AddTreeAsync(tar, subfolder, itemPath, excluded, cancellationToken).ConfigureAwait(false);
                }
            }
            else
            {
                await AddFileAsync(tar, itemPath, item.FullName, IsExecutable(item) ? FolderMode : FileMode, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static bool IsExecutable(FileSystemInfo file) => TreeModes.Find(Path.GetDirectoryName(file.FullName)!) is { } modes
        ? modes.IsExecutable(file.FullName)
        : !OperatingSystem.IsWindows() && (file.UnixFileMode & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;

    private ValueTask AddFolderAsync(TarStreamWriter tar, string path, CancellationToken cancellationToken) =>
        tar.WriteEntryAsync(Entry(path, FolderMode) with { Kind = TarEntryKind.Directory }, null, cancellationToken);

    private async Task AddTextAsync(TarStreamWriter tar, string path, string text, CancellationToken cancellationToken)
    {
        using MemoryStream content = new(Encoding.UTF8.GetBytes(text));
        await tar.WriteEntryAsync(Entry(path, FileMode) with { Size = content.Length }, content, cancellationToken).ConfigureAwait(false);
    }

    private async Task AddFileAsync(TarStreamWriter tar, string path, string file, int mode, CancellationToken cancellationToken)
    {
        if (new FileInfo(file).Length == 0)
        {
            // Empty, or a pipe that would never end: not opened.
            await tar.WriteEntryAsync(Entry(path, mode), null, cancellationToken).ConfigureAwait(false);
            return;
        }
        FileStream content = new(file, System.IO.FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        await using (content.ConfigureAwait(false))
        {
            await tar.WriteEntryAsync(Entry(path, mode) with { Size = content.Length }, content, cancellationToken).ConfigureAwait(false);
        }
    }

    private TarEntry Entry(string path, int mode) => new() { Path = path, Kind = TarEntryKind.File, Mode = mode, ModificationTime = _time };
}
