using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Files;

/// <summary>Lets one process at a time do something. Held by an open file, so it ends with the process, however that ends.</summary>
internal sealed class FileLock : IDisposable
{
    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>Waits for the lock.</summary>
    /// <param name="file">Made when missing and left behind, empty.</param>
    /// <param name="waiting">Called once when another holds it.</param>
    /// <param name="timeout">After which it is an error.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<FileLock> TakeAsync(string file, Action? waiting, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        long deadline = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        for (bool told = false; ; told = true)
        {
            try
            {
                return new FileLock(new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException exception) when (exception is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
            {
                if (Environment.TickCount64 > deadline)
                {
                    throw new CosException(ProjectDiagnostics.LockTimeout(file), exception);
                }
            }
            if (!told)
            {
                waiting?.Invoke();
            }
            await Task.Delay(50, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();
}
