using System.Collections.Immutable;
using System.Globalization;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Repositories;
using Cos.Sdk.Tools;

namespace Cos.Sdk.Media;

/// <summary>Turns a root file system, as a tar stream, into a squashfs, and reads single files of it. Needs no rights and unpacks nothing.</summary>
/// <param name="tools">Runs the squashfs tools.</param>
/// <param name="workFolder">Where they run; all paths are relative to it.</param>
/// <param name="logFile">Takes what they say.</param>
internal sealed class RootFileSystemSquasher(IToolRunner tools, string workFolder, string? logFile)
{
    private const string BlockSize = "1M";

    /// <summary>Writes the squashfs. Owners, modes, devices, links and extended attributes are those of the stream.</summary>
    /// <param name="write">Writes the root file system as a tar.</param>
    /// <param name="squashfs">The file to make, relative to the work folder.</param>
    /// <param name="compression">How.</param>
    /// <param name="epoch">Seconds since 1970: the file system's date, and no file is younger.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <param name="also">Sees every entry with its content as it passes; null for nobody.</param>
    /// <returns>What lies where.</returns>
    public async Task<RootFileSystemIndex> WriteAsync(
        Func<Stream, CancellationToken, Task> write, string squashfs, SquashfsCompression compression, long epoch, CancellationToken cancellationToken,
        Func<TarEntry, Stream, CancellationToken, ValueTask>? also = null)
    {
        RootFileSystemIndex? index = null;
        ToolInvocation invocation = new()
        {
            Tool = ToolName.Sqfstar,
            // sqfstar 4.5 takes no root folder from the stream and gives it to its user, whatever its options for that say.
            AsUserZero = true,
            // Nor does it read the options of a compressor rightly.
            Arguments =
            [
                "-comp", compression.Spelling(), "-b", BlockSize, "-root-mode", "0755",
                "-exit-on-error", "-no-progress", "-quiet", squashfs,
            ],
            WorkingDirectory = workFolder,
            Environment = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
                .Add("SOURCE_DATE_EPOCH", epoch.ToString(CultureInfo.InvariantCulture)),
            WriteInput = async (input, token) => await StreamPipe.ConnectAsync(
                async (stream, cancellation) =>
                {
                    await write(stream, cancellation).ConfigureAwait(false);
                    return true;
                },
                async (tar, cancellation) =>
                {
                    using CopyingReader reader = new(tar, input);
                    index = await RootFileSystemIndex.ReadAsync(reader, cancellation, also).ConfigureAwait(false);
                },
                token).ConfigureAwait(false),
            LogFile = logFile,
        };
        await tools.RunAsync(invocation, cancellationToken).ConfigureAwait(false);
        return index!;
    }

    /// <summary>Copies a file out of the squashfs.</summary>
    /// <param name="squashfs">Relative to the work folder.</param>
    /// <param name="path">Of a regular file, relative to the root, no segment a link.</param>
    /// <param name="target">Absolute path of the new file.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task ReadFileAsync(string squashfs, string path, string target, CancellationToken cancellationToken)
    {
        FileStream file = new(target, FileMode.Create, FileAccess.Write, FileShare.None);
        await using (file.ConfigureAwait(false))
        {
            ToolInvocation invocation = new()
            {
                Tool = ToolName.Unsquashfs,
                Arguments = ["-no-wildcards", "-cat", squashfs, "/" + path],
                WorkingDirectory = workFolder,
                ReadOutput = (output, token) => output.CopyToAsync(file, token),
                LogFile = logFile,
            };
            await tools.RunAsync(invocation, cancellationToken).ConfigureAwait(false);
        }
    }
}
