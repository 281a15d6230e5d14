using System.Globalization;

namespace Cos.Sdk.Benchmarks;

/// <summary>Puts a table into a page of the documentation, between two marks, with the machine that gave it.</summary>
internal static class Page
{
    private const string Begin = "<!-- table: written by benchmarks/run.sh -->";

    private const string End = "<!-- end of table -->";

    public static async Task WriteAsync(string file, string table, string commandLine)
    {
        string text = await File.ReadAllTextAsync(file);
        int begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = text.IndexOf(End, StringComparison.Ordinal);
        string date = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string page = $"{text[..begin]}\n\nMeasured on {date} with `benchmarks/run.sh {commandLine}` on {Machine()}.\n\n{table}\n{text[end..]}";
        await File.WriteAllTextAsync(file, page.Replace(" `benchmarks/run.sh `", " `benchmarks/run.sh`", StringComparison.Ordinal));
    }

    private static string Machine()
    {
        string processor = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal), ": ?").Split(':', 2)[1].Trim();
        long memory = long.Parse(File.ReadLines("/proc/meminfo").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1_000_000;
        string system = File.ReadLines("/etc/os-release").First(line => line.StartsWith("PRETTY_NAME=", StringComparison.Ordinal)).Split('"')[1];
        return string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} processors ({processor}), {memory} GB of memory, {system}");
    }
}
