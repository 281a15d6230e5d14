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

    /// <summary>COS6010: a level that the algorithm does not have.</summary>
    public static Diagnostic InvalidCompressionLevel(string level, string algorithm, int highest) =>
        Area.Error("COS6010", null, level, algorithm, highest);

    /// <summary>COS6011: an algorithm that is not known.</summary>
    public static Diagnostic UnknownCompression(string name) => Area.Error("COS6011", null, name);

    /// <summary>COS6012: compressed data is damaged.</summary>
    public static Diagnostic CorruptCompression(string archive, string algorithm) => Area.Error("COS6012", null, archive, algorithm);

    /// <summary>COS6013: data is compressed with something that is not read.</summary>
    public static Diagnostic UnsupportedCompression(string archive, string algorithm) => Area.Error("COS6013", null, archive, algorithm);

    /// <summary>COS6020: work would fill the disk.</summary>
    public static Diagnostic NotEnoughSpace(string folder, string needed, string free) => Area.Error("COS6020", null, folder, needed, free);

    /// <summary>COS6021: the disk is full.</summary>
    public static Diagnostic DiskFull(string file, string written, string free) => Area.Error("COS6021", null, file, written, free);

    /// <summary>COS6022: an archive is another than expected.</summary>
    public static Diagnostic ChecksumMismatch(string file, string expected, string actual) =>
        Area.Error("COS6022", null, file, expected, actual);

    /// <summary>COS6023: an archive is not there.</summary>
    public static Diagnostic ArchiveMissing(string file) => Area.Error("COS6023", null, file);

    /// <summary>COS6030: an image's layer did not come.</summary>
    public static Diagnostic LayerMissing(string digest) => Area.Error("COS6030", null, digest);

    /// <summary>COS6031: a new name of a file whose content is below the line.</summary>
    public static Diagnostic ContentOutOfReach(string path, string target) => Area.Error("COS6031", null, path, target);

    /// <summary>COS6032: steps changed or deleted what a delta does not take.</summary>
    public static Diagnostic ChangesNotTaken(string package, SourceLocation? location, int count, string list) =>
        Area.Warning("COS6032", location, package, count, list);

    /// <summary>COS6033: the same, but only in files that tools keep for themselves.</summary>
    public static Diagnostic CachesNotTaken(string package, SourceLocation? location, int count, string list) =>
        Area.Information("COS6033", location, package, count, list);

    /// <summary>COS6040: metadata lacks something.</summary>
    public static Diagnostic InvalidMetadata(SourceLocation location, string key) => Area.Error("COS6040", location, key);

    /// <summary>COS6041: the directory of <c>package_dir</c> is not there.</summary>
    public static Diagnostic PackageDirectoryMissing(string package, SourceLocation? location, string directory) =>
        Area.Error("COS6041", location, package, directory);

    /// <summary>COS6042: an artifact has nothing in it, though something was built.</summary>
    public static Diagnostic NothingTaken(string package, SourceLocation? location) => Area.Warning("COS6042", location, package);

    /// <summary>COS6043: the engine does not have an image that was built.</summary>
    public static Diagnostic ImageLost(string package, string image) => Area.Error("COS6043", null, package, image);

    /// <summary>COS6044: a hard link to something that the archive does not have.</summary>
    public static Diagnostic HardLinkTarget(string archive, string entry, string target) =>
        Area.Error("COS6044", null, archive, entry, target);
}
