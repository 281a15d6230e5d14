using System.Globalization;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Files;
using Cos.Sdk.Running;
using Microsoft.Build.Framework;

namespace Cos.Sdk.Tasks;

/// <summary>Boots the derivative and runs its tests.</summary>
[MSBuildMultiThreadableTask]
public sealed class RunBootTests : CosTask
{
    /// <summary>Name of the suite.</summary>
    [Required]
    public string Suite { get; set; } = "";

    /// <summary>The description of the machine.</summary>
    [Required]
    public string Machine { get; set; } = "";

    /// <summary>The tests. Metadata: Command, ExitCode, Url, Status, Unit, State, Console, Expect, Timeout.</summary>
    public ITaskItem[] Tests { get; set; } = [];

    /// <summary>Runs only tests whose name holds this; <c>Name~TEXT</c> and <c>FullyQualifiedName~TEXT</c> are accepted too.</summary>
    public string Filter { get; set; } = "";

    /// <summary>Seconds until the system has to ask for a login.</summary>
    [Required]
    public int BootTimeout { get; set; }

    /// <summary>Where results go.</summary>
    [Required]
    public string ResultsFolder { get; set; } = "";

    /// <summary>The files of results.</summary>
    [Output]
    public ITaskItem[] Results { get; private set; } = [];

    /// <inheritdoc />
    private protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        SourceLocation location = new(ProjectPath);
        SystemTest[] tests = [.. Tests.Select(item => SystemTestReader.Read(item.ItemSpec, item.GetMetadata, location, Diagnostics)).OfType<SystemTest>()];
        MachineDescription machine = MachineDescription.Parse(await File.ReadAllTextAsync(PathOf(Machine), cancellationToken).ConfigureAwait(false));
        if (tests.FirstOrDefault(test => test.NeedsShell && machine.User.Length == 0) is { } homeless)
        {
            Diagnostics.Add(RunningDiagnostics.NoAccount(location, homeless.Name));
        }
        Diagnostics.ThrowIfErrors();
        if (tests.Length == 0)
        {
            Diagnostics.Add(RunningDiagnostics.NoTests(location));
        }
        string wanted = Filter[(Filter.LastIndexOfAny(['~', '=']) + 1)..].Trim();
        tests = [.. tests.Where(test => test.Name.Contains(wanted, StringComparison.OrdinalIgnoreCase))];
        await RunAsync(machine, tests, location, cancellationToken).ConfigureAwait(false);
    }

    private async Task RunAsync(MachineDescription machine, SystemTest[] tests, SourceLocation location, CancellationToken cancellationToken)
    {
        string path = EnvironmentVariables().GetValueOrDefault("PATH", "");
        Emulator emulator = await Emulator.FindAsync(machine.Architecture, path, cancellationToken).ConfigureAwait(false);
        Log.LogMessage(MessageImportance.High, "  {0} is booted{1}", Suite, emulator.Accelerated ? "" : "; KVM does not work here, so it is emulated");
        string log = Path.Combine(PathOf(ResultsFolder), Suite + ".serial.log");
        SystemTestRun run = new(machine, emulator, log, TimeSpan.FromSeconds(BootTimeout), TimeProvider.System, path);
        DateTimeOffset started = TimeProvider.System.GetUtcNow();
        IReadOnlyList<SystemTestResult> results = await run.RunAsync(tests, Say, cancellationToken).ConfigureAwait(false);
        DateTimeOffset ended = TimeProvider.System.GetUtcNow();

        string trx = Path.Combine(PathOf(ResultsFolder), Suite + ".trx");
        string junit = Path.Combine(PathOf(ResultsFolder), Suite + ".junit.xml");
        AtomicFile.Write(trx, TestReports.WriteTrx(Suite, results, started, ended, Path.GetFileName(log)));
        AtomicFile.Write(junit, TestReports.WriteJUnit(Suite, results, started));
        Results = [new Microsoft.Build.Utilities.TaskItem(trx), new Microsoft.Build.Utilities.TaskItem(junit), new Microsoft.Build.Utilities.TaskItem(log)];
        foreach (SystemTestResult failed in results.Where(result => result.Failure is not (null or SystemTestRun.NotUp)))
        {
            Diagnostics.Add(RunningDiagnostics.TestFailed(location, failed.Name, failed.Failure!));
        }
        Log.LogMessage(
            MessageImportance.High,
            "  {0}: {1} passed, {2} failed; results: {3}",
            Suite,
            results.Count(result => result.Passed).ToString(CultureInfo.InvariantCulture),
            results.Count(result => !result.Passed).ToString(CultureInfo.InvariantCulture),
            trx);
    }

    private void Say(SystemTestResult result) => Log.LogMessage(
        MessageImportance.High,
        "  {0} {1} ({2} s)",
        result.Passed ? "passed" : "FAILED",
        result.Name,
        result.Duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture));
}
