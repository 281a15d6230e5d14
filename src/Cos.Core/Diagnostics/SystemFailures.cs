namespace Cos.Sdk.Diagnostics;

/// <summary>Explains failures of the machine that any step may meet: a full disk, missing permissions, a vanished file.</summary>
internal static class SystemFailures
{
    private const int DiskFullPosix = 28;
    private const int DiskFullWindows = unchecked((int)0x80070070);

    /// <summary>The diagnostic for an exception of the file system; null for everything else, which is a bug.</summary>
    public static Diagnostic? Explain(Exception exception) => exception switch
    {
        IOException { HResult: DiskFullPosix or DiskFullWindows } full => ProjectDiagnostics.DiskFull(full.Message),
        FileNotFoundException missing => ProjectDiagnostics.FileMissing(missing.FileName ?? missing.Message),
        DirectoryNotFoundException missing => ProjectDiagnostics.FileMissing(missing.Message),
        UnauthorizedAccessException denied => ProjectDiagnostics.AccessDenied(denied.Message),
        IOException other => ProjectDiagnostics.FileFailure(other.Message),
        _ => null,
    };
}
