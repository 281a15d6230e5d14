using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Repositories;

/// <summary>
/// Writes small trees (boot files, say) from a tar stream to a folder, as an ordinary user: owners are not kept, devices are refused.
/// No write goes through a symbolic link, since links are made last and paths behind them are resolved beforehand.
/// </summary>
internal static class FolderWriter
{
    private const UnixFileMode Permissions = (UnixFileMode)0b111_111_111;
    private const UnixFileMode OwnerCanUse = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Writes the stream's content to a folder that appears whole or not at all.</summary>
    /// <param name="tar">The archive, not compressed.</param>
    /// <param name="folder">An absolute path where nothing is yet, or an empty folder.</param>
    /// <param name="options">How to write.</param>
    /// <param name="diagnostics">Takes warnings.</param>
    /// <param name="cancellationToken">Ends the work; nothing is left behind.</param>
    /// <exception cref="CosException">The archive is unsafe, damaged, too large, or holds what a folder cannot.</exception>
    public static async Task WriteFolderAsync(
        Stream tar, string folder, FolderOptions options, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        string temporary = $"{Path.TrimEndingDirectorySeparator(folder)}.{Path.GetRandomFileName()}";
        Directory.CreateDirectory(temporary);
        try
        {
            RootLinks links = new();
            RootTree tree = await ExtractAsync(tar, temporary, links, options, cancellationToken).ConfigureAwait(false);
            new FolderLinks(tree, links, temporary, options, diagnostics).Write(cancellationToken);
            SetFolderAttributes(tree, temporary);
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder);
            }
            Directory.Move(temporary, folder);
        }
        catch (Exception failure)
        {
            Directory.Delete(temporary, recursive: true);
            if (failure is IOException or UnauthorizedAccessException)
            {
                throw new CosException(RepositoryDiagnostics.FolderNotWritten(options.Name, folder, failure.Message), failure);
            }
            throw;
        }
    }

    private static async Task<RootTree> ExtractAsync(
        Stream tar, string folder, RootLinks links, FolderOptions options, CancellationToken cancellationToken)
    {
        DiagnosticBag refusals = [];
        RootTree tree = new([options.Name], new RootTreeOptions(options.Limits, options.Epoch), links, refusals);
        TarStreamReader reader = new(tar, options.Limits, options.Name);
        await using (reader.ConfigureAwait(false))
        {
            int ordinal = 0;
            while (await reader.ReadEntryAsync(cancellationToken).ConfigureAwait(false) is { } entry)
            {
                Placement placement = tree.Place(entry, package: 0, ordinal++);
                refusals.ThrowIfErrors();
                foreach (RootNode implied in placement.Implied)
                {
                    Directory.CreateDirectory(Path.Combine(folder, implied.Entry.Path));
                }
                if (placement.Kind == PlacementKind.Added)
                {
                    await WriteAsync(placement.Node!.Entry, reader.Content, folder, options, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        return tree;
    }

    private static async Task WriteAsync(
        TarEntry entry, Stream content, string folder, FolderOptions options, CancellationToken cancellationToken)
    {
        string path = Path.Combine(folder, entry.Path);
        switch (entry.Kind)
        {
            case TarEntryKind.Directory:
                Directory.CreateDirectory(path);
                break;
            case TarEntryKind.File:
                await WriteFileAsync(entry, content, path, cancellationToken).ConfigureAwait(false);
                break;
            case TarEntryKind.SymbolicLink or TarEntryKind.HardLink:
                break;
            default:
                throw new CosException(RepositoryDiagnostics.DeviceInFolder(options.Name, TarPath.ForMessage(entry.Path)));
        }
    }

    private static async Task WriteFileAsync(TarEntry entry, Stream content, string path, CancellationToken cancellationToken)
    {
        FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        await using (file.ConfigureAwait(false))
        {
            await content.CopyToAsync(file, cancellationToken).ConfigureAwait(false);
        }
        SetAttributes(entry, path);
    }

    /// <summary>Permissions without setuid, setgid and sticky: those mean something for owners only, which are not kept.</summary>
    private static void SetAttributes(TarEntry entry, string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            UnixFileMode owner = entry.Kind == TarEntryKind.Directory ? OwnerCanUse : UnixFileMode.UserRead | UnixFileMode.UserWrite;
            File.SetUnixFileMode(path, ((UnixFileMode)entry.Mode & Permissions) | owner);
        }
        long seconds = Math.Clamp(entry.ModificationTime, 0, uint.MaxValue);
        File.SetLastWriteTimeUtc(path, DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime);
    }

    /// <summary>From the inside out: what is written into a folder changes its time.</summary>
    private static void SetFolderAttributes(RootTree tree, string folder)
    {
        foreach (RootNode node in tree.Nodes.Values
            .Where(node => node.Entry.Kind == TarEntryKind.Directory)
            .OrderByDescending(node => node.Entry.Path, StringComparer.Ordinal))
        {
            SetAttributes(node.Entry, Path.Combine(folder, node.Entry.Path));
        }
    }
}
