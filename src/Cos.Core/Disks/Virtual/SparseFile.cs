using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Cos.Sdk.Disks.Virtual;

/// <summary>Where a file has content: what reads a disk need not read its holes.</summary>
internal static class SparseFile
{
    private const int SeekData = 3;

    /// <summary>The first byte at or behind a place that may be other than zero; the file's length when there is none.</summary>
    /// <remarks>Asked of Linux; elsewhere, and of file systems that do not tell, all is content. The file's position is changed.</remarks>
    public static long NextContent(SafeFileHandle file, long from, long length)
    {
        if (from >= length || !OperatingSystem.IsLinux())
        {
            return Math.Min(from, length);
        }
        long found = lseek(file, from, SeekData);
        // No more content is ENXIO; any other answer means that the file system does not know.
        return found >= 0 ? Math.Min(found, length) : Marshal.GetLastPInvokeError() == 6 ? length : from;
    }

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern long lseek(SafeFileHandle file, long offset, int whence);
}
