using System.Globalization;

namespace Cos.Sdk.Benchmarks;

/// <summary>Resolving and planning trees of several sizes, from a cold process and without earlier plans.</summary>
internal static class PlanBenchmark
{
    public static async Task RunAsync(Bench bench, int[] sizes, string seed)
    {
        const string empty = "empty";
        bench.WriteSurroundings(empty);
        Bench.Write(Path.Combine(bench.FolderOf(empty), "empty.proj"), "<Project><Target Name=\"Build\" /></Project>\n");
        await bench.DotnetAsync(empty, "build", "empty.proj");
        Measurement baseline = await bench.MedianAsync(() => bench.DotnetAsync(empty, "build", "empty.proj"));
        Dictionary<int, double> own = [];
        foreach (int size in sizes)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"plan{size}");
            bench.WriteProject(name, $"<ItemGroup><CosSeedImage Include=\"{Bench.SmallSeed}\" Tarball=\"{seed}\" /></ItemGroup>");
            SyntheticTree.Write(Path.Combine(bench.FolderOf(name), "packages"), size, Bench.SmallSeed);
            await bench.DotnetAsync(name, "build", "-t:CosResolve", "-restore");
            Measurement measured = await bench.MedianAsync(() =>
            {
                bench.PutAway(name, Path.Combine("obj", "Debug"));
                return bench.DotnetAsync(name, "build", "-t:CosResolve", "--no-restore", "-clp:PerformanceSummary");
            });
            own[size] = Bench.SecondsOf("FetchSources", measured.Output) + Bench.SecondsOf("ResolveTree", measured.Output);
            string aim = size switch { 1000 => "the tasks < 1.5 s", 10000 => "the tasks ≤ 12 × 1,000's", _ => "" };
            string growth = own.TryGetValue(size / 10, out double smaller) ? string.Create(CultureInfo.InvariantCulture, $", {own[size] / smaller:0.0} × the row above") : "";
            bench.Rows.Add(new Row(
                string.Create(CultureInfo.InvariantCulture, $"resolve and plan {size:N0} packages (the tasks: {own[size]:0.00} s{growth})"),
                measured.Seconds, "an empty project", baseline.Seconds, aim, measured.DotnetMegabytes - baseline.DotnetMegabytes, measured.ToolMegabytes));
        }
    }
}
