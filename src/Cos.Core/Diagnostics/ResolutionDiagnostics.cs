namespace Cos.Sdk.Diagnostics;

/// <summary>COS3xxx: choosing versions.</summary>
internal static class ResolutionDiagnostics
{
    private static readonly DiagnosticArea Area = new("Resolution");

    /// <summary>COS3001: no package has the wanted name.</summary>
    /// <param name="wish">What is wanted, as a noun phrase with its origin.</param>
    /// <param name="hint">A whole sentence.</param>
    /// <param name="location">Where the wish is written.</param>
    public static Diagnostic UnknownPackage(string wish, string hint, SourceLocation? location) =>
        Area.Error("COS3001", location, wish, hint);

    /// <summary>COS3002: the package exists, but in no wanted version.</summary>
    public static Diagnostic NoMatchingVersion(string wish, string hint, SourceLocation? location) =>
        Area.Error("COS3002", location, wish, hint);

    /// <summary>COS3003: everything exists, but not together.</summary>
    public static Diagnostic Unsatisfiable(string targets, string explanation, SourceLocation? location) =>
        Area.Error("COS3003", location, targets, explanation);

    /// <summary>COS3004: packages require one another in a circle.</summary>
    public static Diagnostic Cycle(string path, string edges, SourceLocation? location) => Area.Error("COS3004", location, path, edges);

    /// <summary>COS3005: the step budget is used up.</summary>
    public static Diagnostic TooHard(string targets, long steps) => Area.Error("COS3005", null, targets, steps);

    /// <summary>COS3006: each target is solved alone.</summary>
    public static Diagnostic SolvedAlone(string reason, SourceLocation? location) => Area.Information("COS3006", location, reason);

    /// <summary>COS3007: a text that names no package.</summary>
    public static Diagnostic UnreadablePackage(string text, SourceLocation? location) => Area.Error("COS3007", location, text);

    /// <summary>COS3125: a run-time requirement that nothing meets.</summary>
    public static Diagnostic NothingToInstall(SourceLocation? location, string problem) => Area.Warning("COS3125", location, problem);

    /// <summary>COS3126: run-time requirements that exclude one another.</summary>
    public static Diagnostic CannotBeInstalled(SourceLocation? location, string package, string problem) =>
        Area.Warning("COS3126", location, package, problem);
}
