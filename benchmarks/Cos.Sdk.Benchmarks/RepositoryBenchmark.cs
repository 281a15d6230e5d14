using System.Globalization;

namespace Cos.Sdk.Benchmarks;

/// <summary>A repository of many archives: each is a folder of one image.</summary>
internal static class RepositoryBenchmark
{
    private const string Name = "repository";

    private const int FilesOfEach = 10;

    public static async Task RunAsync(Bench bench, int count, string seed)
    {
        bench.WriteProject(Name, $"<ItemGroup><CosSeedImage Include=\"{Bench.SmallSeed}\" Tarball=\"{seed}\" /></ItemGroup>");
        string packages = Path.Combine(bench.FolderOf(Name), "packages");
        Bench.Write(Path.Combine(packages, "all", "definition.yaml"), "name: all\ncategory: bench\nversion: \"1.0\"\n");
        Bench.Write(
            Path.Combine(packages, "all", "build.yaml"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"image: {Bench.SmallSeed}\nenv:\n- PATH=/bin\nsteps:\n- for p in $(seq 1 {count}); do mkdir -p /opt/$p; for f in $(seq 1 {FilesOfEach}); do echo $p > /opt/$p/$f; done; done\n"));
        for (int i = 1; i <= count; i++)
        {
            string package = Path.Combine(packages, string.Create(CultureInfo.InvariantCulture, $"part{i}"));
            Bench.Write(Path.Combine(package, "definition.yaml"), string.Create(CultureInfo.InvariantCulture, $"name: part{i}\ncategory: bench\nversion: \"1.0\"\n"));
            Bench.Write(
                Path.Combine(package, "build.yaml"),
                string.Create(CultureInfo.InvariantCulture, $"requires:\n- {{name: all, category: bench, version: \">=0\"}}\npackage_dir: /opt/{i}\n"));
        }
        await bench.DotnetAsync(Name, "build", "-restore");
        string changed = Path.Combine(packages, "part1", "definition.yaml");
        Measurement measured = await bench.MedianAsync(async () =>
        {
            // A label is in the metadata alone: the archive stays, and the repository gets a new revision.
            await File.WriteAllTextAsync(changed, $"name: part1\ncategory: bench\nversion: \"1.0\"\nlabels:\n  run: \"{Guid.NewGuid()}\"\n");
            return await bench.DotnetAsync(Name, "build", "--no-restore", "-clp:PerformanceSummary");
        });
        Measurement byHand = await bench.MedianAsync(() => bench.ShellAsync(
            Name, "cat bin/Debug/repository/*.metadata.yaml > ../index.yaml && tar -cf ../index.tar -C .. index.yaml && tar -czf ../tree.tar.gz packages && sha256sum ../index.tar ../tree.tar.gz"));
        bench.Rows.Add(new Row(
            string.Create(CultureInfo.InvariantCulture, $"create a repository of {count + 1:N0} archives (the task)"), Bench.SecondsOf("CreateRepository", measured.Output),
            "`cat` of all metadata, `tar` and `sha256sum` by hand", byHand.Seconds, count >= 1000 ? "< 2 s" : "", measured.DotnetMegabytes - bench.IdleMegabytes));
    }
}
