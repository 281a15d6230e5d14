using Cos.Sdk.Tools;

namespace Cos.Sdk.Media;

/// <summary>Makes the squashfs of a recovery system as a file of its own.</summary>
/// <param name="tools">Runs the squashfs tools.</param>
/// <param name="workFolder">Absolute path of a folder of the build for intermediate files; made when missing.</param>
/// <param name="logFile">Takes what they say.</param>
internal sealed class RecoveryMaker(IToolRunner tools, string workFolder, string? logFile)
{
    private const string Squashfs = "recovery.squashfs";

    /// <summary>Makes it, with its checksum. What was there before stays until the new one is whole.</summary>
    /// <param name="plan">What it is.</param>
    /// <param name="write">Writes the root as a tar.</param>
    /// <param name="output">Absolute path of the file.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<DeliveredMedium> MakeAsync(
        RecoveryPlan plan, Func<Stream, CancellationToken, Task> write, string output, CancellationToken cancellationToken)
    {
        string work = Path.Combine(workFolder, Path.GetRandomFileName());
        Directory.CreateDirectory(work);
        try
        {
            await new RootFileSystemSquasher(tools, work, logFile).WriteAsync(
                write, Squashfs, SquashfsCompressions.Parse(plan.Compression), plan.Epoch, cancellationToken).ConfigureAwait(false);
            return await MediumFile.DeliverAsync(Path.Combine(work, Squashfs), output, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }
}
