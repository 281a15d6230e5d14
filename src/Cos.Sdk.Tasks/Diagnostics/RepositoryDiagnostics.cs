namespace Cos.Sdk.Diagnostics;

/// <summary>COS7xxx: creating, reading and installing from repositories.</summary>
internal static class RepositoryDiagnostics
{
    private static readonly DiagnosticArea Area = new("Repository");

    /// <summary>COS7002: no type of repository.</summary>
    public static Diagnostic TypeUnknown(SourceLocation? location, string repository, string type) =>
        Area.Error("COS7002", location, repository, type);

    /// <summary>COS7040: two packages bring different things at one path.</summary>
    public static Diagnostic FileConflict(string first, string second, string path, string difference) =>
        Area.Error("COS7040", null, first, second, path, difference);

    /// <summary>COS7041: a path below something that is no folder.</summary>
    public static Diagnostic BelowFile(string first, string second, string path, string file) =>
        Area.Error("COS7041", null, first, second, path, file);

    /// <summary>COS7042: a path through links that lead out of the root.</summary>
    public static Diagnostic ThroughLink(string package, string path, string why) => Area.Error("COS7042", null, package, path, why);

    /// <summary>COS7043: a hard link to nothing.</summary>
    public static Diagnostic HardLinkTarget(string package, string path, string target) =>
        Area.Error("COS7043", null, package, path, target);

    /// <summary>COS7044: a root larger than any system.</summary>
    public static Diagnostic RootLimit(string package, string limit, long value) => Area.Error("COS7044", null, package, limit, value);

    /// <summary>COS7045: an archive that names a path twice.</summary>
    public static Diagnostic NamedTwice(string package, string path) => Area.Error("COS7045", null, package, path);

    /// <summary>COS7046: a folder stated after what it holds.</summary>
    public static Diagnostic FolderAfterContent(string package, string path) => Area.Error("COS7046", null, package, path);

    /// <summary>COS7047: packages that do not agree on a folder.</summary>
    public static Diagnostic FolderAttributes(string first, string second, string path, string difference) =>
        Area.Warning("COS7047", null, first, second, path, difference);

    /// <summary>COS7060: a device where only files can be.</summary>
    public static Diagnostic DeviceInFolder(string archive, string path) => Area.Error("COS7060", null, archive, path);

    /// <summary>COS7061: a link out of the folder.</summary>
    public static Diagnostic LinkLeavesFolder(string archive, string path, string target) =>
        Area.Error("COS7061", null, archive, path, target);

    /// <summary>COS7062: a link that cannot be replaced by a copy.</summary>
    public static Diagnostic LinkLeadsNowhere(string archive, string path, string target) =>
        Area.Warning("COS7062", null, archive, path, target);

    /// <summary>COS7063: a link into itself.</summary>
    public static Diagnostic LinkCannotBeCopied(string archive, string path, string target) =>
        Area.Error("COS7063", null, archive, path, target);

    /// <summary>COS7064: a folder cannot be written.</summary>
    public static Diagnostic FolderNotWritten(string archive, string folder, string reason) =>
        Area.Error("COS7064", null, archive, folder, reason);
}
