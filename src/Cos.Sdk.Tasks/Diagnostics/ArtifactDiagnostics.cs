namespace Cos.Sdk.Diagnostics;

/// <summary>COS6xxx: package archives.</summary>
internal static class ArtifactDiagnostics
{
    private static readonly DiagnosticArea Area = new("Artifact");

    /// <summary>COS6001: a header is not one.</summary>
    public static Diagnostic CorruptArchive(string archive, long offset, string field) =>
        Area.Error("COS6001", null, archive, offset, field);

    /// <summary>COS6002: the archive ends too early.</summary>
    public static Diagnostic TruncatedArchive(string archive, long offset) => Area.Error("COS6002", null, archive, offset);

    /// <summary>COS6003: an entry leads out of the root.</summary>
    public static Diagnostic UnsafePath(string archive, string entry) => Area.Error("COS6003", null, archive, entry);

    /// <summary>COS6004: a name is not UTF-8 or has a NUL.</summary>
    public static Diagnostic InvalidName(string archive, long offset) => Area.Error("COS6004", null, archive, offset);

    /// <summary>COS6005: a kind of entry that is not supported.</summary>
    public static Diagnostic UnsupportedEntry(string archive, string entry, string type) =>
        Area.Error("COS6005", null, archive, entry, type);

    /// <summary>COS6006: a bound is exceeded.</summary>
    public static Diagnostic ArchiveLimit(string archive, string limit, long value) => Area.Error("COS6006", null, archive, limit, value);

    /// <summary>COS6007: a content is not as long as announced.</summary>
    public static Diagnostic ContentLength(string archive, string entry, long expected, long actual) =>
        Area.Error("COS6007", null, archive, entry, expected, actual);
}
