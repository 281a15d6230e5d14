namespace Cos.Sdk.Diagnostics;

/// <summary>COS905x: settings of the running system in the project file.</summary>
internal static class SettingsDiagnostics
{
    private static readonly DiagnosticArea Area = new("Settings");

    /// <summary>A setting with a value that it cannot have.</summary>
    public static Diagnostic InvalidSetting(SourceLocation location, string value, string name, string expected) =>
        Area.Error("COS9050", location, value, name, expected);

    /// <summary>Two settings that become one file.</summary>
    public static Diagnostic SamePath(SourceLocation location, string path) => Area.Error("COS9051", location, path);

    /// <summary>A cloud-config file whose name the device passes over.</summary>
    public static Diagnostic OemName(SourceLocation location, string name) => Area.Error("COS9052", location, name);

    /// <summary>A file that is too large for a setting.</summary>
    public static Diagnostic FileTooLarge(SourceLocation location, int limit) => Area.Error("COS9053", location, limit);

    /// <summary>Settings without a system.</summary>
    public static Diagnostic NoSystem(SourceLocation location, string name) => Area.Error("COS9054", location, name);
}
