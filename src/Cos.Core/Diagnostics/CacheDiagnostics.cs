namespace Cos.Sdk.Diagnostics;

/// <summary>COS520x: images of nodes in registries.</summary>
internal static class CacheDiagnostics
{
    private static readonly DiagnosticArea Area = new("Cache");

    /// <summary>COS5200: a cache that does not help.</summary>
    public static Diagnostic Unusable(string repository, string problem) => Area.Warning("COS5200", null, repository, problem);

    /// <summary>COS5201: an image in a cache that is not what it should be.</summary>
    public static Diagnostic WrongImage(string reference, string problem) => Area.Error("COS5201", null, reference, problem);

    /// <summary>COS5202: images that cannot be pushed anywhere.</summary>
    public static Diagnostic NoRegistry(SourceLocation? location, string property, string repository) =>
        Area.Error("COS5202", location, property, repository);

    /// <summary>Whether a diagnostic is <see cref="WrongImage"/>.</summary>
    public static bool IsWrongImage(Diagnostic diagnostic) => diagnostic.Code == "COS5201";
}
