using Cos.Sdk.Diagnostics;
using Cos.Sdk.Files;

namespace Cos.Device.Running;

/// <summary>Keeps two commands from changing the systems of a machine at once.</summary>
internal static class Turn
{
    private const string LockFile = "/run/cos/upgrade.lock";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Takes the lock until what is returned is disposed, or the process ends.</summary>
    /// <exception cref="DeviceException">Another command has it.</exception>
    public static async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await FileLock.TakeAsync(LockFile, waiting: null, Patience, cancellationToken).ConfigureAwait(false);
        }
        catch (CosException)
        {
            throw new DeviceException($"another upgrade, reset or installation is at work ({LockFile}); wait for its end");
        }
        catch (UnauthorizedAccessException)
        {
            throw new DeviceException("this needs root; call it with sudo");
        }
    }
}
