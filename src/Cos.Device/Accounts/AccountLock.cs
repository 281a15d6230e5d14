using Cos.Device.Running;

namespace Cos.Device.Accounts;

/// <summary>The lock that passwd and its kin take before they change account files.</summary>
internal static class AccountLock
{
    private const string LockFile = "/etc/.pwd.lock";

    private const int Attempts = 150;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Takes the lock, for 15 seconds at most; disposing gives it back.</summary>
    public static FileStream Take(Machine machine)
    {
        FileStreamOptions options = new()
        {
            Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        FileStream stream = new(machine.PathOf(LockFile), options);
        for (int attempt = 1; ; attempt++)
        {
            try
            {
#pragma warning disable CA1416 // The program runs on Linux only.
                stream.Lock(0, 0);
#pragma warning restore CA1416
                return stream;
            }
            catch (IOException) when (attempt < Attempts)
            {
                Thread.Sleep(Pause);
            }
            catch (IOException)
            {
                stream.Dispose();
                throw new DeviceException("another program is changing the accounts");
            }
        }
    }
}
