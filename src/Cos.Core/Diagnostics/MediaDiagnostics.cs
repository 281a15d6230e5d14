namespace Cos.Sdk.Diagnostics;

/// <summary>COS8xxx: media and the external programs that make them.</summary>
internal static partial class MediaDiagnostics
{
    private static readonly DiagnosticArea Area = new("Media");

    /// <summary>COS8001: an external program is not installed.</summary>
    /// <param name="tool">The program.</param>
    /// <param name="purpose">What it is needed for, as the end of a sentence.</param>
    /// <param name="package">The Debian package that has it.</param>
    /// <param name="minimum">The oldest version that serves.</param>
    public static Diagnostic ToolMissing(string tool, string purpose, string package, Version minimum) =>
        Area.Error("COS8001", null, tool, purpose, package, minimum);

    /// <summary>Whether this says that a program is not there, or not in a version that serves.</summary>
    public static bool IsToolMissing(Diagnostic diagnostic) => diagnostic.Code is "COS8001" or "COS8002";

    /// <summary>COS8002: an external program is older than what serves.</summary>
    public static Diagnostic ToolTooOld(string path, Version version, Version minimum, string purpose, string package) =>
        Area.Error("COS8002", null, path, version, minimum, purpose, package);

    /// <summary>COS8003: an external program cannot be started or does not say its version.</summary>
    public static Diagnostic ToolUnusable(string path, string purpose, string reason, string package) =>
        Area.Error("COS8003", null, path, purpose, reason, package);

    /// <summary>COS8004: an external program failed.</summary>
    public static Diagnostic ToolFailed(string tool, int status, string tail, string? logFile) =>
        Area.Error("COS8004", null, tool, status, Quote(tail), LogHint(logFile));

    /// <summary>COS8005: an external program failed because a file system is full.</summary>
    public static Diagnostic ToolDiskFull(string tool, string tail, string? logFile) =>
        Area.Error("COS8005", null, tool, Quote(tail), LogHint(logFile));

    /// <summary>COS8006: there is no way to give a program the user number 0.</summary>
    public static Diagnostic NoUserZero(string tool) => Area.Error("COS8006", null, tool);

    /// <summary>COS8450: there is no image with the programs, and it can be neither pulled nor made.</summary>
    public static Diagnostic NoToolsImage(string image, string source, string reason, string logFile) =>
        Area.Error("COS8450", null, image, source, reason.TrimEnd('.'), logFile);

    /// <summary>COS8451: programs of the tools image cannot see the files of a build on another machine.</summary>
    public static Diagnostic ToolsImageFarAway(string endpoint) => Area.Error("COS8451", null, endpoint);

    /// <summary>COS8010: the spec of a medium is not there.</summary>
    public static Diagnostic SpecMissing(string path) => Area.Error("COS8010", new SourceLocation(path), path);

    /// <summary>COS8011: packages that bring repositories are not installed.</summary>
    public static Diagnostic RepositoryPackagesNotSupported(SourceLocation location) => Area.Error("COS8011", location);

    /// <summary>COS8012: a key that never had an effect.</summary>
    public static Diagnostic KeyWithoutEffect(SourceLocation location, string key) => Area.Warning("COS8012", location, key);

    /// <summary>COS8013: a key without which there is no medium.</summary>
    public static Diagnostic KeyMissing(SourceLocation location, string key) => Area.Error("COS8013", location, key);

    /// <summary>COS8014: a label that a volume cannot have.</summary>
    public static Diagnostic InvalidLabel(SourceLocation location, string label, int maximum) => Area.Error("COS8014", location, label, maximum);

    /// <summary>COS8015: the boot configuration looks for another label.</summary>
    public static Diagnostic LabelDiffers(SourceLocation spec, string label, string found, string file, int line) =>
        Area.Warning("COS8015", spec, label, found, file, line);

    /// <summary>COS8016: a name that a file cannot have.</summary>
    public static Diagnostic InvalidName(SourceLocation location, string key, string value, string allowed) =>
        Area.Error("COS8016", location, key, value, allowed);

    /// <summary>COS8017: the ready EFI image is not there.</summary>
    public static Diagnostic UefiImageMissing(SourceLocation spec, string path) => Area.Error("COS8017", spec, path);

    /// <summary>COS8018: kernel or initial RAM disk is not in the root file system.</summary>
    public static Diagnostic BootFileMissing(SourceLocation spec, string key, string path, string there) =>
        Area.Error("COS8018", spec, key, path, there);

    /// <summary>COS8019: kernel or initial RAM disk is a link to nothing.</summary>
    public static Diagnostic BootFileLeadsNowhere(SourceLocation spec, string key, string path, string target) =>
        Area.Error("COS8019", spec, key, path, target);

    /// <summary>COS8020: no package brings a boot loader.</summary>
    public static Diagnostic NoBootLoader(SourceLocation spec) => Area.Error("COS8020", spec);

    /// <summary>COS8021: a boot loader without its boot record.</summary>
    public static Diagnostic BootRecordMissing(SourceLocation spec, string loader, string record) => Area.Error("COS8021", spec, loader, record);

    /// <summary>COS8022: a name that FAT does not know.</summary>
    public static Diagnostic EfiNameInvalid(string path) => Area.Error("COS8022", null, path);

    /// <summary>COS8023: names that are one on FAT.</summary>
    public static Diagnostic EfiNamesCollide(string first, string second) => Area.Error("COS8023", null, first, second);

    /// <summary>COS8024: a compression that does not exist.</summary>
    public static Diagnostic UnknownCompression(string text, string known) => Area.Error("COS8024", null, text, known);

    /// <summary>COS8025: a file beyond what FAT can hold.</summary>
    public static Diagnostic EfiFileTooLarge(string path) => Area.Error("COS8025", null, path);

    /// <summary>COS8026: the database of the classic client is not written.</summary>
    public static Diagnostic LuetDatabaseNotKept(SourceLocation location) => Area.Warning("COS8026", location);

    private static string Quote(string tail) => tail.Length == 0 ? " It said nothing." : " It said:\n" + tail;

    private static string LogHint(string? logFile) => logFile is null ? "" : $"\nThe whole log is {logFile}.";
}
