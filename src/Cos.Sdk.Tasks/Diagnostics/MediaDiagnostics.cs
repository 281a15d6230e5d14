namespace Cos.Sdk.Diagnostics;

/// <summary>COS8xxx: media and the external programs that make them.</summary>
internal static partial class MediaDiagnostics
{
    private static readonly DiagnosticArea Area = new("Media");

    /// <summary>COS8001: an external program is not installed.</summary>
    /// <param name="tool">The program.</param>
    /// <param name="purpose">What it is needed for, as the end of a sentence.</param>
    /// <param name="package">The Debian package that has it.</param>
    /// <param name="minimum">The oldest version that serves.</param>
    public static Diagnostic ToolMissing(string tool, string purpose, string package, Version minimum) =>
        Area.Error("COS8001", null, tool, purpose, package, minimum);

    /// <summary>COS8002: an external program is older than what serves.</summary>
    public static Diagnostic ToolTooOld(string path, Version version, Version minimum, string purpose, string package) =>
        Area.Error("COS8002", null, path, version, minimum, purpose, package);

    /// <summary>COS8003: an external program cannot be started or does not say its version.</summary>
    public static Diagnostic ToolUnusable(string path, string purpose, string reason, string package) =>
        Area.Error("COS8003", null, path, purpose, reason, package);

    /// <summary>COS8004: an external program failed.</summary>
    public static Diagnostic ToolFailed(string tool, int status, string tail, string? logFile) =>
        Area.Error("COS8004", null, tool, status, Quote(tail), LogHint(logFile));

    /// <summary>COS8005: an external program failed because a file system is full.</summary>
    public static Diagnostic ToolDiskFull(string tool, string tail, string? logFile) =>
        Area.Error("COS8005", null, tool, Quote(tail), LogHint(logFile));

    private static string Quote(string tail) => tail.Length == 0 ? " It said nothing." : " It said:\n" + tail;

    private static string LogHint(string? logFile) => logFile is null ? "" : $"\nThe whole log is {logFile}.";
}
