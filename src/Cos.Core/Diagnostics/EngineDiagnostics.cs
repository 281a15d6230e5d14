namespace Cos.Sdk.Diagnostics;

/// <summary>COS5xxx: the container engine and the steps it runs.</summary>
internal static class EngineDiagnostics
{
    private static readonly DiagnosticArea Area = new("Engine");

    /// <summary>COS5001: nothing answers at any of the usual places.</summary>
    /// <param name="attempts">One line for each address: address, who named it, what happened.</param>
    public static Diagnostic NoEngine(IEnumerable<string> attempts) => Area.Error("COS5001", null, Indent(attempts));

    /// <summary>COS5002: the address that the user named does not answer.</summary>
    public static Diagnostic EngineDoesNotAnswer(string endpoint, string reason) => Area.Error("COS5002", null, endpoint, reason);

    /// <summary>COS5003: an address of a kind that cannot be used.</summary>
    public static Diagnostic UnsupportedEndpoint(string endpoint, string source) => Area.Error("COS5003", null, endpoint, source);

    /// <summary>COS5004: the docker context in force is not in the CLI's store.</summary>
    public static Diagnostic UnknownContext(string name, string source) => Area.Error("COS5004", null, name, source);

    /// <summary>COS5005: a file of the CLI's configuration cannot be read.</summary>
    public static Diagnostic UnreadableConfiguration(string path, string reason) => Area.Error("COS5005", null, path, reason);

    /// <summary>COS5006: the engine's API is older or newer than what we speak.</summary>
    public static Diagnostic IncompatibleEngine(string engine, string offered, string spoken) =>
        Area.Error("COS5006", null, engine, offered, spoken);

    /// <summary>COS5007: another engine answers than the one asked for.</summary>
    public static Diagnostic OtherEngine(string endpoint, string wanted, string found) => Area.Error("COS5007", null, endpoint, wanted, found);

    /// <summary>COS5010: a step's command returned an error.</summary>
    public static Diagnostic StepFailed(
        SourceLocation? location, string image, string instruction, int exitCode, IEnumerable<string> lastLines) =>
        Area.Error("COS5010", location, image, instruction, exitCode, Indent(lastLines));

    /// <summary>COS5011: the engine gave the build up for a reason that is not a step's command.</summary>
    public static Diagnostic BuildFailed(SourceLocation? location, string image, string error) =>
        Area.Error("COS5011", location, image, error);

    /// <summary>COS5012: semodule cannot rename the policy store on an overlay file system.</summary>
    public static Diagnostic PolicyStoreRename(SourceLocation? location, string image, string storageDriver, string instruction) =>
        Area.Error("COS5012", location, image, storageDriver, instruction);

    /// <summary>COS5013: the builder lost a layer of a copy.</summary>
    public static Diagnostic LostLayer(SourceLocation? location, string image, string error) =>
        Area.Error("COS5013", location, image, error);

    /// <summary>COS5014: the engine's disk is full.</summary>
    public static Diagnostic NoSpace(SourceLocation? location, string image, string rootDirectory, string error) =>
        Area.Error("COS5014", location, image, rootDirectory, error);

    /// <summary>COS5015: an image that a build starts from or copies from is not to be had.</summary>
    public static Diagnostic BaseImageNotFound(SourceLocation? location, string image, string instruction, string error) =>
        Area.Error("COS5015", location, image, instruction, error);

    /// <summary>COS5016: a program in the image is for another architecture.</summary>
    public static Diagnostic ForeignProgram(SourceLocation? location, string image, string instruction, string enginePlatform) =>
        Area.Error("COS5016", location, image, instruction, enginePlatform);

    /// <summary>COS5017: the engine cannot run the platform that was asked for.</summary>
    public static Diagnostic UnsupportedPlatform(SourceLocation? location, string image, string platform, string enginePlatform) =>
        Area.Error("COS5017", location, image, platform, enginePlatform);

    /// <summary>COS5018: a step looked for the network where there is none.</summary>
    public static Diagnostic StepNeedsNetwork(SourceLocation? location, string image, string instruction, string line) =>
        Area.Error("COS5018", location, image, instruction, line);

    /// <summary>COS5020: the engine has no such image.</summary>
    public static Diagnostic ImageNotFound(string reference) => Area.Error("COS5020", null, reference);

    /// <summary>COS5021: the engine refused a request.</summary>
    public static Diagnostic RequestRefused(string request, string error) => Area.Error("COS5021", null, request, error);

    /// <summary>COS5022: the connection broke during a request.</summary>
    public static Diagnostic ConnectionLost(string request, string reason) => Area.Error("COS5022", null, request, reason);

    /// <summary>COS5023: the engine answered something that cannot be understood.</summary>
    public static Diagnostic MalformedAnswer(string reason) => Area.Error("COS5023", null, reason);

    /// <summary>COS5024: an image could not be pulled.</summary>
    public static Diagnostic PullFailed(string reference, string error) => Area.Error("COS5024", null, reference, error);

    /// <summary>COS5025: an image could not be pushed.</summary>
    public static Diagnostic PushFailed(string reference, string error) => Area.Error("COS5025", null, reference, error);

    /// <summary>COS5030: an archive of images is not what save writes.</summary>
    public static Diagnostic MalformedSavedImage(string reason) => Area.Error("COS5030", null, reason);

    /// <summary>COS5031: a layer's content is not what its image says.</summary>
    public static Diagnostic LayerDigestMismatch(string declared, string computed) => Area.Error("COS5031", null, declared, computed);

    /// <summary>COS5032: the archive ended without a layer that was asked for.</summary>
    public static Diagnostic MissingLayer(string digest) => Area.Error("COS5032", null, digest);

    /// <summary>COS5040: the engine could not start a command.</summary>
    public static Diagnostic CommandNotStarted(string image, string command, string error) =>
        Area.Error("COS5040", null, image, command, error);

    /// <summary>COS5150: something that was to be removed stays.</summary>
    public static Diagnostic GarbageStays(string name, string reason) => Area.Warning("COS5150", null, name, reason);

    private static string Indent(IEnumerable<string> lines) => string.Concat(lines.Select(line => "\n    " + line));

    /// <summary>COS5450: a step reads a secret that is not there.</summary>
    public static Diagnostic SecretMissing(string package, string name, string reason) => Area.Error("COS5450", null, package, name, reason);

    /// <summary>COS5451: a secret could not be brought to a step.</summary>
    public static Diagnostic SecretNotBrought(string image, string name, string reason) => Area.Error("COS5451", null, image, name, reason.TrimEnd('.'));

    /// <summary>COS5452: the engine has no way to give secrets to steps.</summary>
    public static Diagnostic NoSecrets(string image, string engine) => Area.Error("COS5452", null, image, engine);
}
