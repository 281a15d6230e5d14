using System.Collections.Immutable;
using System.Globalization;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Running;

/// <summary>Boots a machine and runs the tests in it, one after another.</summary>
/// <param name="machine">What is booted. The ports of its tests' addresses are added.</param>
/// <param name="emulator">What runs it.</param>
/// <param name="serialLog">Absolute path of the console's log.</param>
/// <param name="bootTime">How long the system may take until it asks for a login.</param>
/// <param name="clock">Measures the tests.</param>
/// <param name="path">The PATH on which ssh is looked for, where commands are run by SSH.</param>
internal sealed class SystemTestRun(MachineDescription machine, Emulator emulator, string serialLog, TimeSpan bootTime, TimeProvider clock, string path = "")
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(20);

    /// <summary>Name of the test that every run begins with.</summary>
    public const string BootTest = "The system boots and asks for a login";

    /// <summary>Why tests fail that were not run.</summary>
    public const string NotUp = "The system did not come up.";

    /// <summary>Runs them; a failed test does not end the run, a system that does not come up does.</summary>
    /// <param name="tests">The tests, in order.</param>
    /// <param name="progress">Gets each result at once.</param>
    /// <param name="cancellationToken">Ends the run and the machine.</param>
    public async Task<IReadOnlyList<SystemTestResult>> RunAsync(
        IReadOnlyList<SystemTest> tests, Action<SystemTestResult> progress, CancellationToken cancellationToken)
    {
        List<SystemTestResult> results = [];
        TimeSpan longest = bootTime + TimeSpan.FromTicks(tests.Sum(test => test.Timeout.Ticks)) + TimeSpan.FromMinutes(2);
        VirtualMachine guest = VirtualMachine.Start(machine with { Ports = PortsFor(tests) }, emulator, serialLog, longest);
        await using (guest.ConfigureAwait(false))
        {
            IGuestShell? shell = null;
            SystemTestResult booted = await MeasureAsync(BootTest, bootTime, guest, async token =>
            {
                await GuestShell.WaitForPromptAsync(guest, token).ConfigureAwait(false);
                if (tests.Any(test => test.NeedsShell))
                {
                    shell = await OpenShellAsync(guest, token).ConfigureAwait(false);
                }
                return (null, "");
            }, cancellationToken).ConfigureAwait(false);
            Add(booted);
            foreach (SystemTest test in booted.Passed ? tests : [])
            {
                Add(await MeasureAsync(test.Name, test.Timeout, guest, token => RunAsync(test, guest, shell, token), cancellationToken).ConfigureAwait(false));
            }
            if (!booted.Passed)
            {
                foreach (SystemTest test in tests)
                {
                    Add(new SystemTestResult(test.Name, NotUp, "", TimeSpan.Zero));
                }
            }
            (shell as IDisposable)?.Dispose();
        }
        return results;

        void Add(SystemTestResult result)
        {
            results.Add(result);
            progress(result);
        }
    }

    private async Task<IGuestShell> OpenShellAsync(VirtualMachine guest, CancellationToken cancellationToken) => machine.SshPort == 0
        ? await GuestShell.LogInAsync(guest, machine.User, machine.Password, cancellationToken).ConfigureAwait(false)
        : await SecureShell.ConnectAsync(machine, guest.HostPort(machine.SshPort), path, guest.RequireRunning, cancellationToken).ConfigureAwait(false);

    private ImmutableArray<PortForward> PortsFor(IReadOnlyList<SystemTest> tests) =>
    [
        .. tests.Select(test => test.Url?.Port ?? 0)
            .Append(machine.SshPort)
            .Where(port => port > 0)
            .Distinct()
            .Select(port => new PortForward(0, port)),
    ];

    private async Task<SystemTestResult> MeasureAsync(
        string name, TimeSpan time, VirtualMachine guest, Func<CancellationToken, Task<(string? Failure, string Output)>> run, CancellationToken cancellationToken)
    {
        long start = clock.GetTimestamp();
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(time);
        try
        {
            (string? failure, string output) = await run(limit.Token).ConfigureAwait(false);
            return new SystemTestResult(name, failure, output, clock.GetElapsedTime(start));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            string seconds = time.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
            return new SystemTestResult(name, $"Not done after {seconds} s. The serial console ends so:\n{guest.ConsoleTail()}", "", clock.GetElapsedTime(start));
        }
        catch (CosException exception)
        {
            return new SystemTestResult(name, exception.Diagnostics[0].Message, "", clock.GetElapsedTime(start));
        }
    }

    private static async Task<(string? Failure, string Output)> RunAsync(
        SystemTest test, VirtualMachine guest, IGuestShell? shell, CancellationToken cancellationToken)
    {
        if (test.Console is { } expected)
        {
            await guest.WaitAsync(0, shown => expected.IsMatch(VirtualMachine.Readable(shown)) ? shown : null, cancellationToken).ConfigureAwait(false);
            return (null, "");
        }
        return test.Url is { } url ? await AskAsync(test, url, guest, cancellationToken).ConfigureAwait(false)
            : test.Unit.Length > 0 ? await WatchAsync(test, shell!, cancellationToken).ConfigureAwait(false)
            : Judge(test, await shell!.RunAsync(test.Command, cancellationToken).ConfigureAwait(false));
    }

    private static (string? Failure, string Output) Judge(SystemTest test, GuestResult result) => (
        result.ExitCode != test.ExitCode ? $"The command ended with status {result.ExitCode}, not {test.ExitCode}:\n{result.Output}" : Compare(test, result.Output),
        result.Output);

    private static string? Compare(SystemTest test, string output) =>
        test.Output is null || test.Output.IsMatch(output) ? null : $"The output does not match '{test.Output}':\n{output}";

    /// <summary>Asks until the answer is right or the time is over: services come up after the login prompt, too.</summary>
    private static async Task<(string? Failure, string Output)> AskAsync(SystemTest test, Uri url, VirtualMachine guest, CancellationToken cancellationToken)
    {
        using HttpClientHandler handler = new() { AllowAutoRedirect = false, UseProxy = false };
        using HttpClient client = new(handler) { Timeout = AnswerTime, MaxResponseContentBufferSize = 1 << 20 };
        Uri address = new UriBuilder(url) { Host = "127.0.0.1", Port = guest.HostPort(url.Port) }.Uri;
        string failure = "";
        while (true)
        {
            guest.RequireRunning();
            try
            {
                using HttpResponseMessage answer = await client.GetAsync(address, cancellationToken).ConfigureAwait(false);
                string text = await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
                failure = (int)answer.StatusCode != test.Status ? $"The answer has status {(int)answer.StatusCode}, not {test.Status}:\n{text}" : Compare(test, text) ?? "";
                if (failure.Length == 0)
                {
                    return (null, text);
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested))
            {
                failure = $"{url} does not answer: {exception.Message}";
            }
            if (!await WaitAsync(cancellationToken).ConfigureAwait(false))
            {
                return (failure, "");
            }
        }
    }

    private static async Task<(string? Failure, string Output)> WatchAsync(SystemTest test, IGuestShell shell, CancellationToken cancellationToken)
    {
        string unit = $"'{test.Unit.Replace("'", "'\\''", StringComparison.Ordinal)}'";
        while (true)
        {
            GuestResult state = await shell.RunAsync($"systemctl is-active {unit}; true", cancellationToken).ConfigureAwait(false);
            if (state.Output.Trim() == test.State)
            {
                return (null, state.Output);
            }
            if (state.Output.Trim() is "failed" || !await WaitAsync(cancellationToken).ConfigureAwait(false))
            {
                using CancellationTokenSource more = new(AnswerTime);
                GuestResult status = await shell.RunAsync($"systemctl --no-pager --full status {unit}; true", more.Token).ConfigureAwait(false);
                return ($"{test.Unit} is {state.Output.Trim()}, not {test.State}:\n{status.Output}", status.Output);
            }
        }
    }

    /// <returns>False when the time is over.</returns>
    private static async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Pause, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cancellationToken.IsCancellationRequested;
    }
}
