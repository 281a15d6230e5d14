using System.Formats.Tar;
using System.Text;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;

namespace Cos.Sdk.Dockerfiles;

/// <summary>Writes a build context as a tar that depends on content alone: order, modes, owners and times are fixed.</summary>
internal static class ContextArchive
{
    /// <summary>Name of the Dockerfile in the context; a Dockerfile of the package folder is not in its way.</summary>
    public const string DockerfileName = ".cos.Dockerfile";

    /// <summary>Streams the Dockerfile and the files of the context.</summary>
    /// <param name="context">What is sent; null for the Dockerfile alone.</param>
    /// <param name="projectFolder">What a relative context folder is relative to.</param>
    /// <param name="dockerfile">Text of the Dockerfile.</param>
    /// <param name="more">Files beside those of the package folder; one of the folder's at the same place is left out.</param>
    /// <param name="output">Need not be seekable.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    public static async Task WriteAsync(
        BuildContext? context,
        string projectFolder,
        string dockerfile,
        IReadOnlyCollection<ContextFile> more,
        Stream output,
        CancellationToken cancellationToken)
    {
        TarWriter tar = new(output, TarEntryFormat.Pax, leaveOpen: true);
        await using (tar.ConfigureAwait(false))
        {
            using MemoryStream text = new(Encoding.UTF8.GetBytes(dockerfile));
            await WriteEntryAsync(tar, new PaxTarEntry(TarEntryType.RegularFile, DockerfileName) { DataStream = text }, 0x1a4, cancellationToken).ConfigureAwait(false);
            foreach (ContextFile file in more)
            {
                await WriteAsync(tar, file, cancellationToken).ConfigureAwait(false);
            }
            if (context is null)
            {
                return;
            }
            string folder = Path.GetFullPath(context.Folder, projectFolder);
            foreach (ContextEntry entry in context.Entries.Where(entry => more.All(file => file.Path != entry.Path)))
            {
                await WriteAsync(tar, entry, Path.Combine(folder, entry.Path), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task WriteAsync(TarWriter tar, ContextFile file, CancellationToken cancellationToken)
    {
        Stream content = await file.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            SizedStream sized = new(content, file.Length);
            await using (sized.ConfigureAwait(false))
            {
                await WriteEntryAsync(tar, new PaxTarEntry(TarEntryType.RegularFile, file.Path) { DataStream = sized }, 0x1a4, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task WriteAsync(TarWriter tar, ContextEntry entry, string file, CancellationToken cancellationToken)
    {
        switch (entry.Kind)
        {
            case ContextEntryKind.Directory:
                await WriteEntryAsync(tar, new PaxTarEntry(TarEntryType.Directory, entry.Path + "/"), entry.Mode, cancellationToken).ConfigureAwait(false);
                break;
            case ContextEntryKind.Link:
                await WriteEntryAsync(
                    tar, new PaxTarEntry(TarEntryType.SymbolicLink, entry.Path) { LinkName = entry.Content }, entry.Mode, cancellationToken).ConfigureAwait(false);
                break;
            default:
                VerifiedFile content = new(file);
                await using (content.ConfigureAwait(false))
                {
                    await WriteEntryAsync(
                        tar, new PaxTarEntry(TarEntryType.RegularFile, entry.Path) { DataStream = content }, entry.Mode, cancellationToken).ConfigureAwait(false);
                    if (content.Digest != entry.Content)
                    {
                        throw new CosException(PlanningDiagnostics.ChangedDuringBuild(new SourceLocation(file)));
                    }
                }
                break;
        }
    }

    private static async Task WriteEntryAsync(TarWriter tar, PaxTarEntry entry, int mode, CancellationToken cancellationToken)
    {
        entry.Mode = (UnixFileMode)mode;
        entry.ModificationTime = DateTimeOffset.UnixEpoch;
        await tar.WriteEntryAsync(entry, cancellationToken).ConfigureAwait(false);
    }
}
