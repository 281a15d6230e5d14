namespace Cos.Sdk.Diagnostics;

/// <summary>COS0xxx: the project file and the environment of the build.</summary>
internal static class ProjectDiagnostics
{
    private static readonly DiagnosticArea Area = new("Project");

    /// <summary>COS0001: the project has no package at all.</summary>
    public static Diagnostic NoPackages(string projectFile) => Area.Error("COS0001", new SourceLocation(projectFile));
}
