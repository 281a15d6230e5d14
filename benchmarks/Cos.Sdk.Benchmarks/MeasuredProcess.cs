using System.Diagnostics;
using System.Globalization;

namespace Cos.Sdk.Benchmarks;

/// <summary>Runs commands in a session of their own and samples the memory of every process in it.</summary>
internal static class MeasuredProcess
{
    private const int SampleMilliseconds = 40;

    private static readonly double PageMegabytes = Environment.SystemPageSize / 1e6;

    /// <summary>Runs a command to its end.</summary>
    /// <param name="folder">The working directory.</param>
    /// <param name="environment">Changes of the environment; null removes a variable.</param>
    /// <param name="command">Program and arguments.</param>
    /// <exception cref="InvalidOperationException">It failed; the message has its output.</exception>
    public static async Task<Measurement> RunAsync(string folder, IReadOnlyDictionary<string, string?> environment, params string[] command)
    {
        // setsid replaces itself by the command: its process id is the session's.
        ProcessStartInfo start = new("setsid", command) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string? value) in environment)
        {
            start.Environment[name] = value;
        }
        long begin = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task end = process.WaitForExitAsync();
        double dotnet = 0;
        double tools = 0;
        while (!end.IsCompleted)
        {
            (double dotnetNow, double toolsNow) = Sample(process.Id);
            dotnet = Math.Max(dotnet, dotnetNow);
            tools = Math.Max(tools, toolsNow);
            await Task.WhenAny(end, Task.Delay(SampleMilliseconds));
        }
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        string text = await output + await errors;
        return process.ExitCode == 0
            ? new Measurement(seconds, dotnet, tools, text)
            : throw new InvalidOperationException($"{string.Join(' ', command)} failed with {process.ExitCode}:\n{text}");
    }

    private static (double Dotnet, double Tools) Sample(int session)
    {
        double dotnet = 0;
        double tools = 0;
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                continue;
            }
            try
            {
                // After the name in parentheses: state, parent, group, session.
                string stat = File.ReadAllText(Path.Combine(folder, "stat"));
                string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                if (int.Parse(fields[3], CultureInfo.InvariantCulture) != session)
                {
                    continue;
                }
                double resident = long.Parse(File.ReadAllText(Path.Combine(folder, "statm")).Split(' ')[1], CultureInfo.InvariantCulture) * PageMegabytes;
                bool isDotnet = Path.GetFileName(new FileInfo(Path.Combine(folder, "exe")).LinkTarget) == "dotnet";
                dotnet += isDotnet ? resident : 0;
                tools += isDotnet ? 0 : resident;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It ended meanwhile.
            }
        }
        return (dotnet, tools);
    }
}
