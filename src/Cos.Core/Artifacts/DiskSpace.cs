using System.Globalization;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Artifacts;

/// <summary>Room on disk: asked before work that needs it, and named when it ran out.</summary>
internal static class DiskSpace
{
    private const int NoSpaceUnix = 28;

    private const int QuotaLinux = 122;

    private const int DiskFullWindows = unchecked((int)0x80070070);

    private const int HandleDiskFullWindows = unchecked((int)0x80070027);

    /// <summary>Throws when the disk of a folder has less room than work will need.</summary>
    /// <param name="folder">Absolute; itself or a folder above it must exist.</param>
    /// <param name="bytes">What the work will write.</param>
    /// <exception cref="CosException">There is too little room.</exception>
    public static void Require(string folder, long bytes)
    {
        if (GetFree(folder) is { } free && free < bytes)
        {
            throw new CosException(ArtifactDiagnostics.NotEnoughSpace(folder, Megabytes(bytes), Megabytes(free)));
        }
    }

    /// <summary>Free bytes of the disk that holds a path, as far as it can be told.</summary>
    public static long? GetFree(string path)
    {
        string? existing = path;
        while (existing is not null && !Directory.Exists(existing))
        {
            existing = Path.GetDirectoryName(existing);
        }
        try
        {
            return existing is null ? null : new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(existing)! : existing).AvailableFreeSpace;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The diagnostic when a failed write means that the disk, or the user's part of it, is full; else null.</summary>
    /// <param name="exception">What the write threw.</param>
    /// <param name="path">The file that was written.</param>
    /// <param name="written">Bytes of it that were written before.</param>
    public static Diagnostic? Explain(IOException exception, string path, long written) =>
        exception.HResult is NoSpaceUnix or QuotaLinux or DiskFullWindows or HandleDiskFullWindows
            ? ArtifactDiagnostics.DiskFull(path, Megabytes(written), Megabytes(GetFree(Path.GetDirectoryName(path)!) ?? 0))
            : null;

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");
}
