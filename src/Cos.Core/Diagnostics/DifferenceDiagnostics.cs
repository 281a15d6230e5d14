namespace Cos.Sdk.Diagnostics;

/// <summary>COS7175 to COS7184: comparing packages and repositories.</summary>
internal static class DifferenceDiagnostics
{
    private static readonly DiagnosticArea Area = new("Difference");

    /// <summary>COS7175: there is nothing by that name to compare.</summary>
    public static Diagnostic SideNotFound(string side, string repository) => Area.Error("COS7175", null, side, repository);

    /// <summary>COS7176: one archive against many packages.</summary>
    public static Diagnostic SidesDoNotMatch(string from, string to) => Area.Error("COS7176", null, from, to);

    /// <summary>COS7177: a repository that has had one state only.</summary>
    public static Diagnostic NoPreviousRevision(string repository) => Area.Error("COS7177", null, repository);

    /// <summary>COS7178: what had to be the same is not.</summary>
    public static Diagnostic Differs(string from, string to, string packages) => Area.Error("COS7178", null, from, to, packages);

    /// <summary>COS7179: no engine that could tell which step wrote what.</summary>
    public static Diagnostic StepsUnknown(string reason) => Area.Information("COS7179", null, reason);
}
