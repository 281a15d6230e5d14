using Cos.Sdk.Tools;

namespace Cos.Sdk.Diagnostics;

/// <summary>COS8xxx: media and the external programs that make them.</summary>
internal static partial class MediaDiagnostics
{
    private static readonly DiagnosticArea Area = new("Media");

    /// <summary>COS8001: an external program is not installed.</summary>
    public static Diagnostic ToolMissing(ToolDescription tool) =>
        Area.Error("COS8001", null, tool.Executable, tool.Purpose, tool.Package, tool.MinimumVersion);

    /// <summary>COS8002: an external program is older than what serves.</summary>
    public static Diagnostic ToolTooOld(ToolDescription tool, string path, Version version) =>
        Area.Error("COS8002", null, path, version, tool.MinimumVersion, tool.Purpose, tool.Package);

    /// <summary>COS8003: an external program cannot be started or does not say its version.</summary>
    public static Diagnostic ToolUnusable(ToolDescription tool, string path, string reason) =>
        Area.Error("COS8003", null, path, tool.Purpose, reason, tool.Package);

    /// <summary>COS8004: an external program failed.</summary>
    public static Diagnostic ToolFailed(ToolDescription tool, int status, string tail, string? logFile) =>
        Area.Error("COS8004", null, tool.Executable, status, Quote(tail), LogHint(logFile));

    /// <summary>COS8005: an external program failed because a file system is full.</summary>
    public static Diagnostic ToolDiskFull(ToolDescription tool, string tail, string? logFile) =>
        Area.Error("COS8005", null, tool.Executable, Quote(tail), LogHint(logFile));

    private static string Quote(string tail) => tail.Length == 0 ? " It said nothing." : " It said:\n" + tail;

    private static string LogHint(string? logFile) => logFile is null ? "" : $"\nThe whole log is {logFile}.";
}
