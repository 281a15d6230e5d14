using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Cos.Sdk.Tools;

/// <summary>Ends a process that this build started, with everything that process started.</summary>
/// <remarks>On Linux all are first asked (SIGTERM), so that a bootstrap can undo its mounts and remove its folder; what remains is killed.</remarks>
internal static class ProcessTree
{
    private const int Terminate = 15;
    private const int Kill = 9;

    /// <summary>Returns when the process has ended.</summary>
    public static async Task EndAsync(Process process, TimeSpan grace)
    {
        if (!OperatingSystem.IsLinux())
        {
            KillAll(process);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            return;
        }
        List<ProcessMark> family = [.. Descendants(process)];
        Signal(family, Terminate);
        using CancellationTokenSource patience = new(grace);
        try
        {
            while (family.Exists(IsAlive))
            {
                await Task.Delay(50, patience.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            Signal(family, Kill);
            KillAll(process);
        }
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private static void KillAll(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended meanwhile.
        }
    }

    private static IEnumerable<ProcessMark> Descendants(Process process)
    {
        if (process.HasExited)
        {
            return [];
        }
        ILookup<int, ProcessMark> children = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? Read(id) : null)
            .OfType<ProcessMark>()
            .ToLookup(mark => mark.Parent);
        return Read(process.Id) is { } root ? Collect(root, children) : [];
    }

    private static IEnumerable<ProcessMark> Collect(ProcessMark mark, ILookup<int, ProcessMark> children) =>
        children[mark.Id].SelectMany(child => Collect(child, children)).Prepend(mark);

    private static void Signal(List<ProcessMark> family, int signal)
    {
        foreach (ProcessMark mark in family.Where(IsAlive))
        {
            _ = SendSignal(mark.Id, signal);
        }
    }

    /// <summary>A number may have been given to another process meanwhile; the start time tells.</summary>
    private static bool IsAlive(ProcessMark mark) => Read(mark.Id) is { IsZombie: false } now && now.Started == mark.Started;

    private static ProcessMark? Read(int id)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{id}/stat");
            // The name in parentheses may hold blanks and parentheses; what follows the last one is plain fields, the state first.
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return new ProcessMark(id, int.Parse(fields[1], CultureInfo.InvariantCulture), fields[19], fields[0] is "Z" or "X");
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "kill", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int id, int signal);

    private sealed record ProcessMark(int Id, int Parent, string Started, bool IsZombie);
}
