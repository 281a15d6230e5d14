namespace Cos.Sdk.Diagnostics;

/// <summary>COS1xxx: trees, their files and values.</summary>
internal static partial class TreeDiagnostics
{
    private static readonly DiagnosticArea Area = new("Tree");

    /// <summary>A tree that is not there.</summary>
    public static Diagnostic TreeMissing(SourceLocation location) => Area.Error("COS1030", location);

    /// <summary>Folders beyond the limit.</summary>
    public static Diagnostic TreeTooDeep(SourceLocation location, int limit) => Area.Error("COS1031", location, limit);

    /// <summary>A folder that cannot be read.</summary>
    public static Diagnostic FolderUnreadable(SourceLocation location, string reason) => Area.Error("COS1032", location, reason);

    /// <summary>A definition that takes another's place.</summary>
    public static Diagnostic PackageReplaced(SourceLocation location, object package, SourceLocation other) =>
        Area.Information("COS1033", location, package, other);

    /// <summary>A file without keys.</summary>
    public static Diagnostic NotAMapping(SourceLocation location, string found) => Area.Error("COS1034", location, found);

    /// <summary>A package without a name or version.</summary>
    public static Diagnostic MissingField(SourceLocation location, string field) => Area.Error("COS1035", location, field);

    /// <summary>A text that YAML takes for something else.</summary>
    public static Diagnostic UnquotedText(SourceLocation location, string field, string found, string text) =>
        Area.Warning("COS1036", location, field, found, text);

    /// <summary>A value of the wrong type.</summary>
    public static Diagnostic WrongType(SourceLocation location, string field, string expected, string found) =>
        Area.Error("COS1037", location, field, expected, found);

    /// <summary>A name that no file can have.</summary>
    public static Diagnostic InvalidIdentity(SourceLocation location, string field, string text) =>
        Area.Error("COS1038", location, field, text);

    /// <summary>A key that does not exist.</summary>
    public static Diagnostic UnknownKey(SourceLocation location, string key, string place) => Area.Warning("COS1039", location, key, place);

    /// <summary>A key that resembles another.</summary>
    public static Diagnostic MisspeltKey(SourceLocation location, string key, string place, string nearest) =>
        Area.Warning("COS1040", location, key, place, nearest);

    /// <summary>A requirement without a version.</summary>
    public static Diagnostic EmptySelector(SourceLocation location, object name) => Area.Warning("COS1041", location, name);

    /// <summary>A collection without a list.</summary>
    public static Diagnostic CollectionWithoutPackages(SourceLocation location) => Area.Error("COS1042", location);

    /// <summary>A command with a colon.</summary>
    public static Diagnostic TextReadAsMapping(SourceLocation location, string field, string key) =>
        Area.Error("COS1043", location, field, key);

    /// <summary>A text that changes by being read.</summary>
    public static Diagnostic ConvertedText(SourceLocation location, string field, string text, string result) =>
        Area.Warning("COS1044", location, field, text, result);

    /// <summary>An item without content.</summary>
    public static Diagnostic EmptyEntry(SourceLocation location, string field) => Area.Warning("COS1045", location, field);

    /// <summary>Requirements that have no effect.</summary>
    public static Diagnostic ImageHidesRequires(SourceLocation location) => Area.Warning("COS1046", location);

    /// <summary>Steps without a base.</summary>
    public static Diagnostic NoBase(SourceLocation location) => Area.Error("COS1047", location);

    /// <summary>A pattern that cannot be read.</summary>
    public static Diagnostic InvalidPattern(SourceLocation location, string pattern, string reason) =>
        Area.Error("COS1048", location, pattern, reason);

    /// <summary>An older spelling.</summary>
    public static Diagnostic JoinTranslated(SourceLocation location) => Area.Information("COS1049", location);

    /// <summary>A key that is only output.</summary>
    public static Diagnostic KeyWithoutEffect(SourceLocation location, string key) => Area.Information("COS1050", location, key);

    /// <summary>A copy without one source.</summary>
    public static Diagnostic AmbiguousCopySource(SourceLocation location) => Area.Error("COS1051", location);

    /// <summary>An entry that is not complete.</summary>
    public static Diagnostic MissingKey(SourceLocation location, string key, string place) => Area.Error("COS1052", location, key, place);

    /// <summary>An entry that is no assignment.</summary>
    public static Diagnostic InvalidEnvironment(SourceLocation location, string entry) => Area.Error("COS1053", location, entry);

    /// <summary>An entry of env without '='.</summary>
    public static Diagnostic OldEnvironment(SourceLocation location, string entry, string better) => Area.Warning("COS1134", location, entry, better);

    /// <summary>A delta that does not exist.</summary>
    public static Diagnostic InvalidDelta(SourceLocation location, string text) => Area.Error("COS1054", location, text);

    /// <summary>A values file that is not there.</summary>
    public static Diagnostic ValuesFileMissing(SourceLocation location) => Area.Error("COS1055", location);

    /// <summary>A key of a definition that resembles another.</summary>
    public static Diagnostic SuspiciousKey(SourceLocation location, string key, string nearest) =>
        Area.Information("COS1056", location, key, nearest);

    /// <summary>A Dockerfile without a base.</summary>
    public static Diagnostic DockerfileWithoutBase(SourceLocation location) => Area.Error("COS1057", location);

    /// <summary>A Dockerfile whose base nobody says.</summary>
    public static Diagnostic DockerfileBaseUnknown(SourceLocation location, string text) => Area.Error("COS1100", location, text);
}
