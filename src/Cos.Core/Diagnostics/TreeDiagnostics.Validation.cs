namespace Cos.Sdk.Diagnostics;

/// <summary>Doubts about trees that can be read.</summary>
internal static partial class TreeDiagnostics
{
    /// <summary>A value that nothing reads.</summary>
    public static Diagnostic UnusedValue(SourceLocation location, string path) => Area.Warning("COS1125", location, path);

    /// <summary>A package that cannot be built.</summary>
    public static Diagnostic NoBuildFile(SourceLocation location, string package) => Area.Warning("COS1126", location, package);

    /// <summary>A pattern that matches no path.</summary>
    public static Diagnostic PatternWithoutMatch(SourceLocation location, string pattern, string reason) =>
        Area.Warning("COS1127", location, pattern, reason);

    /// <summary>Inherited packages that nothing needs.</summary>
    public static Diagnostic UnneededPackages(SourceLocation location, int count, int unneeded, string names) =>
        Area.Information("COS1128", location, count, unneeded, names);

    /// <summary>A selector that cannot be read.</summary>
    public static Diagnostic UnreadableSelector(SourceLocation? location, string wish) => Area.Warning("COS1129", location, wish);

    /// <summary>A range that is none.</summary>
    public static Diagnostic SelectorIsExact(SourceLocation? location, string wish) => Area.Warning("COS1130", location, wish);

    /// <summary>A conflict that excludes nothing.</summary>
    public static Diagnostic ConflictWithNothing(SourceLocation? location, string wish) => Area.Information("COS1131", location, wish);

    /// <summary>An own package that is not asked for.</summary>
    public static Diagnostic NotAskedFor(SourceLocation location, string package) => Area.Information("COS1132", location, package);

    /// <summary>A number that prints in another form.</summary>
    public static Diagnostic CollectionNumber(SourceLocation location, string key, string text) => Area.Warning("COS1133", location, key, text);
}
