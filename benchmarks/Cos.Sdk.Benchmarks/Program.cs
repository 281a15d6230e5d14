using Cos.Sdk.Benchmarks;

// usage: Cos.Sdk.Benchmarks FEED VERSION [--small] [--only plan,system,repository] [--sizes 10,100] [--repeat N] [--page FILE]
Options options = Options.Parse(args);
string folder = Directory.CreateTempSubdirectory("cos-benchmark-").FullName;
Bench bench = new(folder, options.Feed, options.Version, options.Repeats);
try
{
    string seed = Path.Combine(folder, "seed.tar");
    await MeasuredProcess.RunAsync(
        folder, new Dictionary<string, string?>(), "sh", "-ec",
        "mkdir -p seed/bin seed/tmp && cp /bin/busybox seed/bin/ && for a in sh cat cp echo head ls mkdir rm seq; do ln -s busybox seed/bin/$a; done && tar --sort=name --mtime=@0 --owner=0 --group=0 -cf seed.tar -C seed .");
    foreach (string name in options.Only)
    {
        await (name switch
        {
            "plan" => PlanBenchmark.RunAsync(bench, options.Sizes, seed),
            "system" => SystemBenchmark.RunAsync(bench, options.IsSmall),
            "repository" => RepositoryBenchmark.RunAsync(bench, options.IsSmall ? 100 : 1000, seed),
            _ => throw new ArgumentException($"There is no benchmark {name}: plan, system, repository."),
        });
    }
}
finally
{
    Directory.Delete(folder, recursive: true);
    await Bench.RemoveAllImagesAsync();
}
string table = $"{Row.Head}\n{string.Join('\n', bench.Rows)}\n";
Console.Write(table);
if (options.Page.Length > 0)
{
    await Page.WriteAsync(options.Page, table, options.CommandLine);
}
