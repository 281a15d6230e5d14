namespace Cos.Sdk.Diagnostics;

/// <summary>COS7xxx: creating, reading and installing from repositories.</summary>
internal static class RepositoryDiagnostics
{
    private static readonly DiagnosticArea Area = new("Repository");

    /// <summary>COS7001: a type of repository that is not supported yet.</summary>
    public static Diagnostic TypeNotSupported(SourceLocation? location, string repository, string type) =>
        Area.Error("COS7001", location, repository, type);

    /// <summary>COS7002: no type of repository.</summary>
    public static Diagnostic TypeUnknown(SourceLocation? location, string repository, string type) =>
        Area.Error("COS7002", location, repository, type);

    /// <summary>COS7003: no repository.yaml.</summary>
    public static Diagnostic RepositoryNotFound(SourceLocation? location, string repository, string address) =>
        Area.Error("COS7003", location, repository, address);

    /// <summary>COS7004: a repository file is not as it must be.</summary>
    public static Diagnostic MalformedFile(SourceLocation? location, string file, string repository, string problem) =>
        Area.Error("COS7004", location, file, repository, problem);

    /// <summary>COS7005: a file that the repository names is not there.</summary>
    public static Diagnostic FileMissing(string file, string repository, string address) =>
        Area.Error("COS7005", null, file, repository, address);

    /// <summary>COS7006: a file cannot be read.</summary>
    public static Diagnostic FileUnreadable(string path, string reason) => Area.Error("COS7006", null, path, reason);

    /// <summary>COS7007: content is not what its checksum says.</summary>
    public static Diagnostic ChecksumMismatch(string file, string repository, string expected, string actual) =>
        Area.Error("COS7007", null, file, repository, expected, actual);

    /// <summary>COS7008: a file name that leads out of the repository.</summary>
    public static Diagnostic UnsafeFileName(string file, string repository) => Area.Error("COS7008", null, file, repository);

    /// <summary>COS7009: an index larger than any index is.</summary>
    public static Diagnostic FileTooLarge(string file, string repository, long limit) =>
        Area.Error("COS7009", null, file, repository, limit);

    /// <summary>COS7010: a repository without an address.</summary>
    public static Diagnostic NoUrl(SourceLocation? location, string repository) => Area.Error("COS7010", location, repository);

    /// <summary>COS7225: no server gives a file.</summary>
    public static Diagnostic NotDownloaded(SourceLocation? location, string repository, string file, IReadOnlyCollection<string> causes) =>
        Area.Error("COS7225", location, repository, file, string.Concat(causes.Select(cause => "\n  " + cause)));

    /// <summary>COS7226: no address of a web server.</summary>
    public static Diagnostic NoWebAddress(SourceLocation? location, string repository) => Area.Error("COS7226", location, repository);

    /// <summary>COS7227: a package folder of a repository's tree that cannot be used.</summary>
    public static Diagnostic SourceLeftOut(string repository, int count, string first) => Area.Warning("COS7227", null, repository, count, first);

    /// <summary>COS7228: two repositories with one name.</summary>
    public static Diagnostic NameTaken(SourceLocation? location, string repository) => Area.Error("COS7228", location, repository);

    /// <summary>COS7229: no priority.</summary>
    public static Diagnostic InvalidPriority(SourceLocation? location, string repository, string value) =>
        Area.Error("COS7229", location, repository, value);

    /// <summary>COS7230: something of a client's configuration that a build has no use for.</summary>
    public static Diagnostic ClientSettingWithoutEffect(SourceLocation? location, string key) => Area.Information("COS7230", location, key);

    /// <summary>COS7231: a verification that is not done.</summary>
    public static Diagnostic NotaryNotSupported(SourceLocation? location, string repository) => Area.Warning("COS7231", location, repository);

    /// <summary>COS7232: a folder of repository files that is not there.</summary>
    public static Diagnostic ConfigurationFolderMissing(SourceLocation? location, string folder) => Area.Error("COS7232", location, folder);

    /// <summary>COS7233: a finalizer failed.</summary>
    public static Diagnostic FinalizerFailed(SourceLocation? location, string package, string command, string error, string output) =>
        Area.Error("COS7233", location, package, command, error, output);

    /// <summary>COS7234: a registry's name of a package is that of other content now.</summary>
    public static Diagnostic PackageMoved(SourceLocation? location, string repository, string package, string locked, string now) =>
        Area.Error("COS7234", location, repository, package, locked, now);

    /// <summary>COS7020: metadata without its archive.</summary>
    public static Diagnostic ArchiveNotBeside(string metadataFile, string archive) =>
        Area.Error("COS7020", new SourceLocation(metadataFile), archive);

    /// <summary>COS7021: an artifact that no tree defines.</summary>
    public static Diagnostic PackageNotInTrees(string metadataFile, string package) =>
        Area.Warning("COS7021", new SourceLocation(metadataFile), package);

    /// <summary>COS7022: a published package cannot be installed from this repository alone.</summary>
    public static Diagnostic RequirementNotPublished(SourceLocation? location, string package, string requirement) =>
        Area.Warning("COS7022", location, package, requirement);

    /// <summary>COS7023: the repository that is replaced cannot be read.</summary>
    public static Diagnostic PreviousUnreadable(string file, string problem) => Area.Warning("COS7023", new SourceLocation(file), problem);

    /// <summary>COS7024: a package name that is no path.</summary>
    public static Diagnostic UnsafePackageName(SourceLocation? location, string package) => Area.Error("COS7024", location, package);

    /// <summary>COS7025: two artifacts for one package.</summary>
    public static Diagnostic PublishedTwice(string metadataFile, string package, string otherFile) =>
        Area.Error("COS7025", new SourceLocation(metadataFile), package, otherFile);

    /// <summary>COS7027: the repository cannot be written.</summary>
    public static Diagnostic NotWritten(string folder, string reason) => Area.Error("COS7027", null, folder, reason);

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

    /// <summary>COS7048: names that differ in case only.</summary>
    public static Diagnostic CaseCollision(string first, string second, int more) => Area.Information("COS7048", null, first, second, more);

    /// <summary>COS7049: packages with finalizers.</summary>
    public static Diagnostic FinalizersNeeded(string packages) => Area.Error("COS7049", null, packages);

    /// <summary>COS7050: an installation without a wish.</summary>
    public static Diagnostic NothingToInstall(string repositories) => Area.Error("COS7050", null, repositories);

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

    /// <summary>COS7193: a search that is no regular expression.</summary>
    public static Diagnostic SearchRefused(string pattern, string reason) => Area.Error("COS7193", null, pattern, reason);
}
