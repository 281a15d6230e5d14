namespace Cos.Sdk.Diagnostics;

/// <summary>COS72xx: registries of images.</summary>
internal static class RegistryDiagnostics
{
    private static readonly DiagnosticArea Area = new("Registry");

    /// <summary>COS7200: a text that is no name of an image.</summary>
    public static Diagnostic InvalidReference(SourceLocation? location, string reference, string problem) =>
        Area.Error("COS7200", location, reference, problem);

    /// <summary>COS7201: no answer.</summary>
    public static Diagnostic Unreachable(string registry, string request, string reason) => Area.Error("COS7201", null, registry, request, reason);

    /// <summary>COS7202: an answer that is a refusal.</summary>
    public static Diagnostic Refused(string registry, string request, string answer) => Area.Error("COS7202", null, registry, request, answer);

    /// <summary>COS7203: no right to it.</summary>
    public static Diagnostic Unauthorized(string registry, string request) => Area.Error("COS7203", null, registry, request);

    /// <summary>COS7204: an image that is not there.</summary>
    public static Diagnostic ImageNotFound(string reference) => Area.Error("COS7204", null, reference);

    /// <summary>COS7205: content that is not what it was said to be.</summary>
    public static Diagnostic DigestMismatch(string what, string expected, string actual) => Area.Error("COS7205", null, what, expected, actual);

    /// <summary>COS7206: an answer larger than any honest one.</summary>
    public static Diagnostic AnswerTooLarge(string what, long limit) => Area.Error("COS7206", null, what, limit);

    /// <summary>COS7207: an answer that is not as the protocol says.</summary>
    public static Diagnostic MalformedAnswer(string what, string problem) => Area.Error("COS7207", null, what, problem);

    /// <summary>COS7208: an image for other platforms.</summary>
    public static Diagnostic PlatformMissing(string reference, string wanted, string offered) =>
        Area.Error("COS7208", null, reference, wanted, offered);

    /// <summary>COS7209: a program that should know the credentials.</summary>
    public static Diagnostic HelperFailed(string program, string registry, string reason) => Area.Error("COS7209", null, program, registry, reason);

    /// <summary>COS7210: stored credentials that cannot be read.</summary>
    public static Diagnostic UnreadableCredentials(string source, string reason) => Area.Error("COS7210", null, source, reason);

    /// <summary>COS7211: an address that credentials and content must not go to.</summary>
    public static Diagnostic UnsafeAddress(string registry, string what) => Area.Error("COS7211", null, registry, what);

    /// <summary>COS7212: an upload that came to nothing.</summary>
    public static Diagnostic UploadFailed(string repository, string reason) => Area.Error("COS7212", null, repository, reason);

    /// <summary>Whether a diagnostic says that content is not what was asked for: another digest, or another platform.</summary>
    public static bool IsWrongContent(Diagnostic diagnostic) => diagnostic.Code is "COS7205" or "COS7208";
}
