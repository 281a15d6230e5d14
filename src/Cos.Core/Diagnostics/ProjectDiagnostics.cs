namespace Cos.Sdk.Diagnostics;

/// <summary>COS0xxx: the project file and the environment of the build.</summary>
internal static class ProjectDiagnostics
{
    private const int MaxLines = 50;

    private static readonly DiagnosticArea Area = new("Project");

    /// <summary>COS0001: the project has no package at all.</summary>
    public static Diagnostic NoPackages(string projectFile) => Area.Error("COS0001", new SourceLocation(projectFile));

    /// <summary>COS0002: no space left.</summary>
    public static Diagnostic DiskFull(string detail) => Area.Error("COS0002", null, detail);

    /// <summary>COS0003: a file that was there before is gone.</summary>
    public static Diagnostic FileMissing(string detail) => Area.Error("COS0003", null, detail);

    /// <summary>COS0004: a file may not be read or written.</summary>
    public static Diagnostic AccessDenied(string detail) => Area.Error("COS0004", null, detail);

    /// <summary>COS0005: the file system refused an operation.</summary>
    public static Diagnostic FileFailure(string detail) => Area.Error("COS0005", null, detail);

    /// <summary>COS0006: a property has a value outside its list.</summary>
    public static Diagnostic InvalidProperty(string property, string value, string allowed) =>
        Area.Error("COS0006", null, property, value, allowed);

    /// <summary>COS0007: an item names a folder that does not exist.</summary>
    public static Diagnostic FolderMissing(string item, string folder) => Area.Error("COS0007", null, item, folder);

    /// <summary>COS0008: a medium that this version does not make.</summary>
    public static Diagnostic UnknownTarget(string target, string known) => Area.Error("COS0008", null, target, known);

    /// <summary>COS0009: two builds of one project at once, and the other does not end.</summary>
    public static Diagnostic LockTimeout(string file) => Area.Error("COS0009", null, file);

    /// <summary>COS0010: an ISO is wanted, and nothing says of what.</summary>
    public static Diagnostic NoIsoSpec() => Area.Error("COS0010", null);

    /// <summary>COS0011: an item or property that a later version brings.</summary>
    public static Diagnostic NotSupportedYet(string name) => Area.Error("COS0011", null, name);

    /// <summary>COS0150: nothing was expected to do, and there is.</summary>
    public static Diagnostic NotUpToDate(IReadOnlyList<string> work) => Area.Error("COS0150", null, work.Count, string.Join('\n', work.Take(MaxLines)));

    /// <summary>COS0225: a root file system is wanted, and nothing says of what.</summary>
    public static Diagnostic NoRootFsPackages() => Area.Error("COS0225", null);

    /// <summary>COS0375: an installed disk or a recovery system is wanted, and nothing says of what.</summary>
    public static Diagnostic NoDiskPackages() => Area.Error("COS0375", null);

    /// <summary>COS0226: a package of trees without a tree.</summary>
    public static Diagnostic NothingToPack() => Area.Error("COS0226", null);
}
