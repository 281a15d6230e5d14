namespace Cos.Sdk.Diagnostics;

/// <summary>COS90xx: cloud-config files.</summary>
internal static class CloudConfigDiagnostics
{
    private static readonly DiagnosticArea Area = new("CloudConfig");

    /// <summary>A key that does not exist.</summary>
    public static Diagnostic UnknownKey(SourceLocation location, string key, string place, string known) =>
        Area.Error("COS9001", location, key, place, known);

    /// <summary>A key that resembles another.</summary>
    public static Diagnostic MisspeltKey(SourceLocation location, string key, string place, string nearest) =>
        Area.Error("COS9002", location, key, place, nearest);

    /// <summary>An entry without a key that it needs.</summary>
    public static Diagnostic MissingKey(SourceLocation location, string key, string place) => Area.Error("COS9003", location, key, place);

    /// <summary>A value that breaks its rule.</summary>
    public static Diagnostic InvalidValue(SourceLocation location, string value, string key, string expected) =>
        Area.Error("COS9004", location, value, key, expected);

    /// <summary>Permissions that are none.</summary>
    public static Diagnostic InvalidMode(SourceLocation location, string value, string key) => Area.Error("COS9005", location, value, key);

    /// <summary>Permissions without a leading zero.</summary>
    public static Diagnostic DecimalMode(SourceLocation location, string value, string key, string read) =>
        Area.Error("COS9006", location, value, key, read);

    /// <summary>An encoding that does not exist.</summary>
    public static Diagnostic UnknownEncoding(SourceLocation location, string encoding) => Area.Error("COS9007", location, encoding);

    /// <summary>A content that does not fit its encoding.</summary>
    public static Diagnostic UndecodableContent(SourceLocation location, string encoding) => Area.Error("COS9008", location, encoding);

    /// <summary>A file without keys.</summary>
    public static Diagnostic NotAMapping(SourceLocation location, string found) => Area.Error("COS9009", location, found);

    /// <summary>A stage without a list of steps.</summary>
    public static Diagnostic StageNotAList(SourceLocation location, string stage, string found) =>
        Area.Error("COS9010", location, stage, found);

    /// <summary>A stage whose name resembles one of the system's.</summary>
    public static Diagnostic UnusualStage(SourceLocation location, string stage, string meant) =>
        Area.Warning("COS9011", location, stage, meant);

    /// <summary>A node that is no regular expression.</summary>
    public static Diagnostic InvalidNode(SourceLocation location, string pattern) => Area.Error("COS9012", location, pattern);

    /// <summary>A record of an account file that is none.</summary>
    public static Diagnostic InvalidEntity(SourceLocation location) => Area.Error("COS9013", location);

    /// <summary>An argument in dot notation that cannot be read.</summary>
    public static Diagnostic InvalidKernelArgument(SourceLocation location, string argument) => Area.Error("COS9014", location, argument);

    /// <summary>A disk that is not named once.</summary>
    public static Diagnostic AmbiguousDevice(SourceLocation location) => Area.Error("COS9015", location);
}
