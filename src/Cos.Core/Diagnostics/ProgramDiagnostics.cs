namespace Cos.Sdk.Diagnostics;

/// <summary>COS03xx: programs that become packages of the OS.</summary>
internal static class ProgramDiagnostics
{
    private static readonly DiagnosticArea Area = new("Program");

    /// <summary>COS0300: a reference leads to a library.</summary>
    public static Diagnostic NotAProgram(SourceLocation location, string project) => Area.Error("COS0300", location, project);

    /// <summary>COS0301: a reference has metadata of another form.</summary>
    public static Diagnostic InvalidMetadata(SourceLocation location, string project, string key, string value) =>
        Area.Error("COS0301", location, project, key, value);

    /// <summary>COS0302: two programs would be the same package.</summary>
    public static Diagnostic SamePackage(SourceLocation location, string package, string first, string second) =>
        Area.Error("COS0302", location, package, first, second);

    /// <summary>COS0303: programs are built, and no system is there to hold them.</summary>
    public static Diagnostic NoSystem(SourceLocation location, string packages) => Area.Warning("COS0303", location, packages);

    /// <summary>COS0304: .NET has no name for the architecture.</summary>
    public static Diagnostic UnknownArchitecture(SourceLocation location, string architecture, string project) =>
        Area.Error("COS0304", location, architecture, project);

    /// <summary>COS0305: the publish did not leave the program.</summary>
    public static Diagnostic ExecutableMissing(SourceLocation location, string project, string file) => Area.Error("COS0305", location, project, file);
}
