namespace Cos.Sdk.Diagnostics;

/// <summary>COS83xx and COS91xx: virtual machines and boot tests.</summary>
internal static class RunningDiagnostics
{
    private static readonly DiagnosticArea Area = new("Running");

    /// <summary>COS8310: no emulator is known for the architecture.</summary>
    public static Diagnostic NoEmulatorFor(string architecture) => Area.Error("COS8310", null, architecture);

    /// <summary>COS8311: QEMU is not installed.</summary>
    public static Diagnostic EmulatorMissing(string program, string package) => Area.Error("COS8311", null, program, package);

    /// <summary>COS8312: UEFI firmware is not installed.</summary>
    public static Diagnostic FirmwareMissing(string package) => Area.Error("COS8312", null, package);

    /// <summary>COS8313: the machine ended by itself.</summary>
    public static Diagnostic MachineEnded(int status, string said, string console) => Area.Error("COS8313", null, status, said, console);

    /// <summary>COS8314: there is nothing to boot.</summary>
    public static Diagnostic NothingToBoot(string medium) => Area.Error("COS8314", null, medium);

    /// <summary>COS8315: a port to forward is none.</summary>
    public static Diagnostic InvalidPorts(string value) => Area.Error("COS8315", null, value);

    /// <summary>COS8316: the machine is emulated.</summary>
    public static Diagnostic NotAccelerated() => Area.Information("COS8316", null);

    /// <summary>COS8317: without an iso.yaml and a system package nothing says what the root file system is.</summary>
    public static Diagnostic NoSystem() => Area.Error("COS8317", null);

    /// <summary>COS9100: a boot test failed.</summary>
    public static Diagnostic TestFailed(SourceLocation? location, string test, string reason) => Area.Error("COS9100", location, test, reason);

    /// <summary>COS9101: a test asks for nothing, or for several things.</summary>
    public static Diagnostic InvalidTest(SourceLocation? location, string test, string reason) => Area.Error("COS9101", location, test, reason);

    /// <summary>COS9103: a test runs commands, and no account is named.</summary>
    public static Diagnostic NoAccount(SourceLocation? location, string test) => Area.Error("COS9103", location, test);

    /// <summary>COS9104: there is no test.</summary>
    public static Diagnostic NoTests(SourceLocation? location) => Area.Warning("COS9104", location);

    /// <summary>COS9105: the account is not let in.</summary>
    public static Diagnostic LoginFailed(string user, string tail) => Area.Error("COS9105", null, user, tail);

    /// <summary>COS9450: there is no ssh on this machine.</summary>
    public static Diagnostic SshMissing() => Area.Error("COS9450", null);

    /// <summary>COS9451: the account is not let in by SSH.</summary>
    public static Diagnostic SshRefused(string user, string reason) => Area.Error("COS9451", null, user, reason);
}
