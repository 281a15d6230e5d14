namespace Cos.Sdk.Diagnostics;

/// <summary>COS75xx: the lock, seeds and base images.</summary>
internal static class FetchingDiagnostics
{
    private const int MaximumLines = 20;

    private static readonly DiagnosticArea Area = new("Fetching");

    /// <summary>COS7501: the lock cannot be read.</summary>
    public static Diagnostic InvalidLock(SourceLocation location, string reason) => Area.Error("COS7501", location, reason);

    /// <summary>COS7502: the lock was written by a newer version.</summary>
    public static Diagnostic NewerLock(SourceLocation location, int version) => Area.Error("COS7502", location, version);

    /// <summary>COS7503: the lock binds and does not have, or has otherwise, what the project asks for.</summary>
    public static Diagnostic LockDoesNotAnswer(SourceLocation? location, string reference) => Area.Error("COS7503", location, reference);

    /// <summary>COS7510: a text of a seed has a wrong form.</summary>
    public static Diagnostic InvalidSeed(SourceLocation? location, string reference, string key, string value, string allowed) =>
        Area.Error("COS7510", location, reference, key, value, allowed);

    /// <summary>COS7511: the keys to check the archive with are not installed.</summary>
    public static Diagnostic KeyringMissing(SourceLocation? location, string reference, string keyring, string package) =>
        Area.Error("COS7511", location, reference, keyring, package);

    /// <summary>COS7512: the archive no longer offers what is locked.</summary>
    public static Diagnostic LockedPackagesGone(SourceLocation? location, string reference, IReadOnlyList<string> packages) =>
        Area.Error("COS7512", location, reference, packages.Count, Lines(packages));

    /// <summary>COS7513: the bootstrap installed other packages than the lock has.</summary>
    public static Diagnostic OtherPackagesCame(SourceLocation? location, string reference, IReadOnlyList<string> differences) =>
        Area.Error("COS7513", location, reference, Lines(differences));

    /// <summary>COS7514: a package was installed that the index read before does not have.</summary>
    public static Diagnostic ArchiveChanged(SourceLocation? location, string reference, string package) =>
        Area.Error("COS7514", location, reference, package);

    /// <summary>COS7515: the same packages gave another root file system.</summary>
    public static Diagnostic SeedDiffers(SourceLocation? location, string reference, string locked, string made) =>
        Area.Warning("COS7515", location, reference, locked, made);

    /// <summary>COS7516: the same packages gave another root file system, and the lock binds.</summary>
    public static Diagnostic SeedDiffersLocked(SourceLocation? location, string reference, string locked, string made) =>
        Area.Error("COS7516", location, reference, locked, made);

    /// <summary>COS7517: the archive of a seed is not there.</summary>
    public static Diagnostic TarballMissing(SourceLocation? location, string reference, string tarball) => Area.Error("COS7517", location, reference, tarball);

    /// <summary>COS7518: the archive of a seed is damaged.</summary>
    public static Diagnostic TarballDamaged(SourceLocation? location, string reference, string tarball, string reason) =>
        Area.Error("COS7518", location, reference, tarball, reason);

    /// <summary>COS7519: the archive of a seed is not the locked one, and the lock binds.</summary>
    public static Diagnostic TarballChanged(SourceLocation? location, string reference, string tarball) => Area.Error("COS7519", location, reference, tarball);

    /// <summary>COS7520: a base image can neither be found nor pulled.</summary>
    public static Diagnostic BaseImageUnavailable(SourceLocation? location, string reference, string reason) =>
        Area.Error("COS7520", location, reference, reason);

    /// <summary>COS7521: the locked content of a base image can neither be found nor pulled.</summary>
    public static Diagnostic LockedBaseImageGone(SourceLocation? location, string reference, string digest, string reason) =>
        Area.Error("COS7521", location, reference, digest, reason);

    /// <summary>COS7725: the lock binds and does not have a repository as the project declares it.</summary>
    public static Diagnostic RepositoryNotLocked(SourceLocation? location, string repository) => Area.Error("COS7725", location, repository);

    /// <summary>COS7726: a repository no longer has the locked state.</summary>
    public static Diagnostic LockedRevisionGone(SourceLocation? location, string repository, int locked, int now) =>
        Area.Error("COS7726", location, repository, locked, now);

    /// <summary>COS7727: the lock binds, and something moved.</summary>
    public static Diagnostic LockMoved(IReadOnlyList<string> differences) => Area.Error("COS7727", null, Lines(differences));

    /// <summary>COS7728: the cache lost what was fetched.</summary>
    public static Diagnostic NotFetched(SourceLocation? location, string repository) => Area.Error("COS7728", location, repository);

    private static string Lines(IReadOnlyList<string> lines) =>
        string.Concat(lines.Take(MaximumLines).Select(line => "\n  " + line))
        + (lines.Count > MaximumLines ? $"\n  and {lines.Count - MaximumLines} more" : "");

    /// <summary>COS7450: an archive does not have the image that a seed is.</summary>
    public static Diagnostic ImageArchiveUnusable(SourceLocation? location, string reference, string archive, string reason) =>
        Area.Error("COS7450", location, reference, archive, reason.TrimEnd('.'));
}
