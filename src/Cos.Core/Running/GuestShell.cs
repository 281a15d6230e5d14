using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Running;

/// <summary>
/// A shell in a machine, on its serial console. Commands and their output pass it in base64 with a digest, since the kernel and others write
/// to the same line whenever they like. Needs a POSIX shell, stty and coreutils or busybox in the guest. Not thread-safe.
/// </summary>
public sealed partial class GuestShell : IGuestShell
{
    /// <summary>Ctrl+C.</summary>
    private const byte Interrupt = 3;

    private const int LineLength = 1000;
    private const int MaxOutput = 1 << 17;
    private const int Attempts = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly VirtualMachine _machine;
    private int _count;

    private GuestShell(VirtualMachine machine) => _machine = machine;

    /// <summary>Waits for the login prompt and logs in.</summary>
    /// <param name="machine">A machine that starts.</param>
    /// <param name="user">The account.</param>
    /// <param name="password">Its password; empty for none.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="CosException">COS8313 the machine went off, COS9105 the account is not let in.</exception>
    public static async Task<GuestShell> LogInAsync(VirtualMachine machine, string user, string password, CancellationToken cancellationToken)
    {
        GuestShell shell = new(machine);
        await WaitForPromptAsync(machine, cancellationToken).ConfigureAwait(false);
        long position = machine.Console.Position;
        await shell.TypeAsync(user, cancellationToken).ConfigureAwait(false);
        if (password.Length > 0)
        {
            await machine.WaitAsync(position, shown => shown.Contains("assword:", StringComparison.Ordinal) ? shown : null, cancellationToken).ConfigureAwait(false);
            position = machine.Console.Position;
            await shell.TypeAsync(password, cancellationToken).ConfigureAwait(false);
        }
        string? answer = await shell.TryBeginAsync(position, cancellationToken).ConfigureAwait(false);
        while (answer is null)
        {
            // Half a line may have arrived, with an open quote.
            await machine.Keyboard.WriteAsync(new byte[] { Interrupt }, cancellationToken).ConfigureAwait(false);
            answer = await shell.TryBeginAsync(position, cancellationToken).ConfigureAwait(false);
        }
        return answer == "ready" ? shell : throw new CosException(RunningDiagnostics.LoginFailed(user, machine.ConsoleTail()));
    }

    /// <summary>Waits until the machine asks for a login.</summary>
    /// <exception cref="CosException">COS8313: the machine went off.</exception>
    public static Task WaitForPromptAsync(VirtualMachine machine, CancellationToken cancellationToken) =>
        machine.WaitAsync(0, shown => LoginPrompt().IsMatch(shown) ? shown : null, cancellationToken);

    /// <inheritdoc />
    /// <exception cref="CosException">COS8313: the machine went off.</exception>
    public async Task<GuestResult> RunAsync(string command, CancellationToken cancellationToken)
    {
        string number = (++_count).ToString(CultureInfo.InvariantCulture);
        await SendAsync(command, number, cancellationToken).ConfigureAwait(false);
        long position = _machine.Console.Position;
        await TypeAsync(
            $"o=$(mktemp); sh -c \"$(printf %s \"$c\" | base64 -d)\" >$o 2>&1 </dev/null; s=$?; printf '\\ncos-%s-{number} %s\\n' done $s", cancellationToken).ConfigureAwait(false);
        try
        {
            string done = $"cos-done-{number} ";
            string status = await _machine.WaitAsync(position, shown => StatusAfter(shown, done), cancellationToken).ConfigureAwait(false);
            return new GuestResult(int.Parse(status, CultureInfo.InvariantCulture), await ReadAsync(number, cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            await _machine.Keyboard.WriteAsync(new byte[] { Interrupt, (byte)'\n' }, CancellationToken.None).ConfigureAwait(false);
            await _machine.Keyboard.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Puts a command into the shell's variable <c>c</c>. A line is short, and the next one waits for it: terminals hold 4 KiB.</summary>
    private async Task SendAsync(string command, string number, CancellationToken cancellationToken)
    {
        await TypeAsync("c=", cancellationToken).ConfigureAwait(false);
        int part = 0;
        foreach (char[] letters in Convert.ToBase64String(Encoding.UTF8.GetBytes(command)).Chunk(LineLength))
        {
            string taken = $"{number}-{(++part).ToString(CultureInfo.InvariantCulture)}";
            long position = _machine.Console.Position;
            await TypeAsync($"c=${{c}}{new string(letters)}; printf 'cos-%s-{taken}\\n' taken", cancellationToken).ConfigureAwait(false);
            await _machine.WaitAsync(position, shown => shown.Contains($"cos-taken-{taken}", StringComparison.Ordinal) ? shown : null, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What is typed while an account is let in may be thrown away, so it is typed until it is answered.</summary>
    private async Task<string?> TryBeginAsync(long position, CancellationToken cancellationToken)
    {
        // Whatever the account's shell is: one that shows neither a prompt nor what is typed.
        await TypeAsync(
            "stty -echo 2>/dev/null; TERM=dumb PS1= PS2= ENV= HISTFILE=/dev/null exec sh -c 'printf \"cos-%s\\n\" ready; exec sh'", cancellationToken).ConfigureAwait(false);
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return await _machine.WaitAsync(position, Answer, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        static string? Answer(string shown) =>
            shown.Contains("cos-ready", StringComparison.Ordinal) ? "ready" : shown.Contains("ogin incorrect", StringComparison.Ordinal) ? "incorrect" : null;
    }

    /// <summary>Reads the output's file; when something else was written in between, again.</summary>
    private async Task<string> ReadAsync(string number, CancellationToken cancellationToken)
    {
        string size = MaxOutput.ToString(CultureInfo.InvariantCulture);
        for (int attempt = 1; ; attempt++)
        {
            string mark = $"{number}-{attempt.ToString(CultureInfo.InvariantCulture)}";
            long position = _machine.Console.Position;
            await TypeAsync(
                $"printf '\\ncos-%s-{mark}:' output; head -c {size} $o | base64 | tr -d '\\n'; printf ':%s:cos-%s-{mark}\\n' \"$(head -c {size} $o | sha256sum | cut -c 1-64)\" end",
                cancellationToken).ConfigureAwait(false);
            string begin = $"cos-output-{mark}:";
            string end = $":cos-end-{mark}";
            string shown = await _machine.WaitAsync(position, text => Between(text, begin, end), cancellationToken).ConfigureAwait(false);
            if (Decode(shown) is { } output)
            {
                await TypeAsync("rm -f $o", cancellationToken).ConfigureAwait(false);
                return output;
            }
            if (attempt == Attempts)
            {
                throw new CosException(RunningDiagnostics.MachineEnded(0, "What the system writes to its console hides the output of commands.", _machine.ConsoleTail()));
            }
        }
    }

    private static string? Decode(string shown)
    {
        string[] parts = shown.Split(':');
        try
        {
            byte[] bytes = Convert.FromBase64String(parts[0].Trim());
            return parts.Length == 2 && Convert.ToHexStringLower(SHA256.HashData(bytes)) == parts[1].Trim() ? Encoding.UTF8.GetString(bytes) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string? StatusAfter(string shown, string mark)
    {
        int start = shown.IndexOf(mark, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }
        ReadOnlySpan<char> rest = shown.AsSpan(start + mark.Length);
        int digits = rest.IndexOfAnyExceptInRange('0', '9');
        return digits is > 0 and <= 3 ? rest[..digits].ToString() : null;
    }

    private static string? Between(string shown, string begin, string end)
    {
        int start = shown.IndexOf(begin, StringComparison.Ordinal);
        int stop = start < 0 ? -1 : shown.IndexOf(end, start, StringComparison.Ordinal);
        return stop < 0 ? null : shown[(start + begin.Length)..stop];
    }

    private async Task TypeAsync(string line, CancellationToken cancellationToken)
    {
        _machine.RequireRunning();
        await _machine.Keyboard.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), cancellationToken).ConfigureAwait(false);
        await _machine.Keyboard.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A host's name and the word; what the kernel writes may follow at once.</summary>
    [GeneratedRegex(@"(?:^|[\r\n])[^\s]+ login:", RegexOptions.NonBacktracking)]
    private static partial Regex LoginPrompt();
}
