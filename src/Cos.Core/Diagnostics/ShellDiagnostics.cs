namespace Cos.Sdk.Diagnostics;

/// <summary>COS532x: shells in images.</summary>
internal static class ShellDiagnostics
{
    private static readonly DiagnosticArea Area = new("Shell");

    /// <summary>COS5320: no build of an image has failed.</summary>
    public static Diagnostic NoFailedStep(string what) => Area.Error("COS5320", null, what);

    /// <summary>COS5321: the first step failed, or the log is of another kind.</summary>
    public static Diagnostic NoImageBefore(string key) => Area.Error("COS5321", null, key);

    /// <summary>COS5322: the engine's command is not installed.</summary>
    public static Diagnostic NoCommand(string command, string image) => Area.Error("COS5322", null, command, image);
}
