using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;

namespace Cos.Sdk.Tools;

/// <summary>One process with its streams: started, fed, read, and ended together with what it started when the caller gives up.</summary>
internal static class ToolProcess
{
    private const int MaximumOutput = 256 * 1024;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Runs to the end. An exception of the invocation's own delegates ends the process and is thrown on.</summary>
    /// <param name="command">The program and its arguments; those of the invocation do not count.</param>
    /// <param name="environment">Of every program.</param>
    /// <param name="invocation">Everything else.</param>
    /// <param name="cancellationToken">Ends the process.</param>
    public static async Task<ToolExit> RunAsync(
        ImmutableArray<string> command, ImmutableSortedDictionary<string, string> environment, ToolInvocation invocation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using ToolLog log = new(invocation.LogFile);
        log.WriteCommand(command);
        using Process process = new() { StartInfo = Describe(command, environment, invocation) };
        process.Start();
        return await ConverseAsync(process, invocation, log, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<ToolExit> ConverseAsync(Process process, ToolInvocation invocation, ToolLog log, CancellationToken cancellationToken)
    {
        // One failing conversation ends the others: a program whose input cannot be made must not wait for it for ever.
        using CancellationTokenSource giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using ToolInputStream input = new(process.StandardInput.BaseStream);
        using MemoryStream output = new();

        Task errors = log.PumpErrorAsync(process.StandardError.BaseStream, giveUp.Token);
        Task reading = invocation.ReadOutput is { } read
            ? read(process.StandardOutput.BaseStream, giveUp.Token)
            : log.PumpOutputAsync(process.StandardOutput.BaseStream, piece => Keep(output, piece), giveUp.Token);
        Task writing = WriteAsync(process, input, invocation, giveUp.Token);

        try
        {
            await AllOrFirstFailureAsync([writing, reading, errors]).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await giveUp.CancelAsync().ConfigureAwait(false);
            await ProcessTree.EndAsync(process, Grace).ConfigureAwait(false);
            await Task.WhenAll(writing, reading, errors).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
        return new ToolExit(process.ExitCode, Encoding.UTF8.GetString(output.ToArray()), log.Tail);
    }

    private static async Task WriteAsync(Process process, ToolInputStream input, ToolInvocation invocation, CancellationToken cancellationToken)
    {
        try
        {
            if (invocation.WriteInput is { } write)
            {
                // Off this thread: a writer may work synchronously for as long as the program reads.
                await Task.Run(() => write(input, cancellationToken), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (IOException) when (input.IsBroken)
        {
            // The program stopped reading; its exit status says why.
        }
        CloseInput(process);
    }

    private static void CloseInput(Process process)
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // Closing flushes, and a program that has ended cannot take it.
        }
    }

    private static async Task AllOrFirstFailureAsync(List<Task> tasks)
    {
        while (tasks.Count > 0)
        {
            Task done = await Task.WhenAny(tasks).ConfigureAwait(false);
            tasks.Remove(done);
            await done.ConfigureAwait(false);
        }
    }

    private static void Keep(MemoryStream output, ReadOnlySpan<byte> piece)
    {
        int room = MaximumOutput - (int)output.Length;
        output.Write(piece[..Math.Min(room, piece.Length)]);
    }

    private static ProcessStartInfo Describe(ImmutableArray<string> command, ImmutableSortedDictionary<string, string> environment, ToolInvocation invocation)
    {
        ProcessStartInfo start = new(command[0], command.Skip(1))
        {
            WorkingDirectory = invocation.WorkingDirectory,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach ((string name, string value) in environment.SetItems(invocation.Environment))
        {
            start.Environment[name] = value;
        }
        return start;
    }
}
