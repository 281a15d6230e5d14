namespace Cos.Sdk.Diagnostics;

/// <summary>COS770x: publishing repositories.</summary>
internal static class PublishingDiagnostics
{
    private static readonly DiagnosticArea Area = new("Publishing");

    /// <summary>COS7700: two names that are one in a registry.</summary>
    public static Diagnostic TagCollision(SourceLocation? location, string first, string second, string tag) =>
        Area.Error("COS7700", location, first, second, tag);

    /// <summary>COS7701: a name that no tag can be.</summary>
    public static Diagnostic NoTag(SourceLocation? location, string package, string tag) => Area.Error("COS7701", location, package, tag);

    /// <summary>COS7702: a published package that nobody could install.</summary>
    public static Diagnostic RequirementMissing(SourceLocation? location, string problem) => Area.Error("COS7702", location, problem);

    /// <summary>COS7703: several publishers at once.</summary>
    public static Diagnostic OthersPublish(SourceLocation? location, string address) => Area.Error("COS7703", location, address);

    /// <summary>COS7704: a package whose content changed under the same version.</summary>
    public static Diagnostic SameVersion(string package, string address) => Area.Information("COS7704", null, package, address);

    /// <summary>COS7705: a destination that cannot be taken for one.</summary>
    public static Diagnostic InvalidDestination(SourceLocation? location, string destination, string problem) =>
        Area.Error("COS7705", location, destination, problem);
}
