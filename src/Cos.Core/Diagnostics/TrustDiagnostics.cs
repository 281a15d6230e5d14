namespace Cos.Sdk.Diagnostics;

/// <summary>COS7185 to COS7199: keys, signatures, attestations.</summary>
internal static class TrustDiagnostics
{
    private static readonly DiagnosticArea Area = new("Trust");

    /// <summary>COS7185: a key is not there.</summary>
    public static Diagnostic KeyNotFound(string place) => Area.Error("COS7185", null, place);

    /// <summary>COS7186: a key cannot be read.</summary>
    public static Diagnostic KeyRefused(string place) => Area.Error("COS7186", null, place);

    /// <summary>COS7187: a key of another kind.</summary>
    public static Diagnostic WrongKind(string place) => Area.Error("COS7187", null, place);

    /// <summary>COS7188: an encrypted key without its password.</summary>
    public static Diagnostic PasswordMissing(string place, string variables) => Area.Error("COS7188", null, place, variables);

    /// <summary>COS7189: a repository without a signature.</summary>
    public static Diagnostic Unsigned(SourceLocation? location, string repository, string file, string address) =>
        Area.Error("COS7189", location, repository, file, address);

    /// <summary>COS7190: a signature that is not of a trusted key over this content.</summary>
    public static Diagnostic SignatureMismatch(SourceLocation? location, string repository, string file, string address) =>
        Area.Error("COS7190", location, repository, file, address);

    /// <summary>COS7191: an archive that no signature covers.</summary>
    public static Diagnostic ArchiveNotCovered(string archive, string repository) => Area.Error("COS7191", null, archive, repository);

    /// <summary>COS7192: a system without a list of its packages.</summary>
    public static Diagnostic NoDistributionPackages(string package) => Area.Information("COS7192", null, package);
}
