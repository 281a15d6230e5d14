namespace Cos.Sdk.Diagnostics;

/// <summary>COS4xxx: planning and Dockerfiles.</summary>
internal static class PlanningDiagnostics
{
    private static readonly DiagnosticArea Area = new("Planning");

    /// <summary>COS4001: a package folder is out of bounds.</summary>
    public static Diagnostic ContextTooLarge(SourceLocation folder, int entries, int depth) =>
        Area.Error("COS4001", folder, entries, depth);

    /// <summary>COS4002: a socket, pipe or device in a package folder.</summary>
    public static Diagnostic SpecialFile(SourceLocation file) => Area.Error("COS4002", file);

    /// <summary>COS4003: a base image has no entry in the lock and no way to get one.</summary>
    public static Diagnostic BaseImageNotPinned(SourceLocation? location, string reference) =>
        Area.Error("COS4003", location, reference);

    /// <summary>COS4004: packages below one that begins anew are not in the image.</summary>
    public static Diagnostic ParentDropped(SourceLocation? location, string dropped, string package, string restart) =>
        Area.Warning("COS4004", location, dropped, package, restart);

    /// <summary>COS4006: a package that is needed has no build.yaml.</summary>
    public static Diagnostic NoBuildFile(SourceLocation location, string package) =>
        Area.Error("COS4006", location, package);

    /// <summary>COS4007: two nodes need each other's results.</summary>
    public static Diagnostic NodeCycle(SourceLocation? location, string path) => Area.Error("COS4007", location, path);

    /// <summary>COS4008: a plan file cannot be read.</summary>
    public static Diagnostic DamagedPlan(SourceLocation file) => Area.Error("COS4008", file);

    /// <summary>COS4009: a project's Dockerfile template does not render.</summary>
    public static Diagnostic TemplateFailed(SourceLocation location, string reason) => Area.Error("COS4009", location, reason);

    /// <summary>COS4011: a file was edited between planning and building.</summary>
    public static Diagnostic ChangedDuringBuild(SourceLocation file) => Area.Error("COS4011", file);

    /// <summary>COS4100: an entry of <c>retrieve</c> names nothing that can be had.</summary>
    public static Diagnostic RetrieveMatchesNothing(SourceLocation location, string entry, string package) => Area.Error("COS4100", location, entry, package);

    /// <summary>COS4101: what is behind a URL is not part of an image's name.</summary>
    public static Diagnostic RetrieveFromUrl(SourceLocation location, string entry) => Area.Information("COS4101", location, entry);

    /// <summary>COS4012: steps, but nothing below them.</summary>
    public static Diagnostic NothingToBuildOn(SourceLocation? location, string package) => Area.Error("COS4012", location, package);

    /// <summary>COS4125: a command whose effect ends with its step.</summary>
    public static Diagnostic EffectEndsWithStep(SourceLocation location, string command) => Area.Warning("COS4125", location, command);

    /// <summary>COS4126: a package manager that asks.</summary>
    public static Diagnostic AsksBeforeInstalling(SourceLocation location, string command, string option) =>
        Area.Warning("COS4126", location, command, option);

    /// <summary>COS4127: sudo in a step.</summary>
    public static Diagnostic NeedlessSudo(SourceLocation location) => Area.Warning("COS4127", location);

    /// <summary>COS4128: a downloaded script is run at once.</summary>
    public static Diagnostic UnpinnedScript(SourceLocation location, string address) => Area.Warning("COS4128", location, address);

    /// <summary>COS4129: a file that is not in the package folder.</summary>
    public static Diagnostic ContextFileMissing(SourceLocation location, string path) => Area.Warning("COS4129", location, path);

    /// <summary>COS4150: a line of .dockerignore.</summary>
    public static Diagnostic InvalidIgnorePattern(SourceLocation location, string pattern) => Area.Error("COS4150", location, pattern);
}
