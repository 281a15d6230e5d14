namespace Cos.Sdk.Benchmarks;

/// <summary>Builds of a real system: cold, with nothing to do, after a change of its leaf and of its base, archives alone, an ISO.</summary>
internal static class SystemBenchmark
{
    private const string Project = SystemTree.Name + ".cosproj";

    private const string Repository = "bin/Debug/repository";

    public static async Task RunAsync(Bench bench, bool isSmall)
    {
        SystemTree.Write(bench, isSmall);
        // Seeds are made once and cached: their time is the mirror's.
        await bench.DotnetAsync(SystemTree.Name, "build", Project, "-t:CosFetch", "-restore");
        await NoOpAsync(bench);
        await ColdAsync(bench);
        await ArchivesAsync(bench);
        await ChangeAsync(bench, "leaf", "os", "setup.txt");
        await ChangeAsync(bench, "base", "base", "added.txt");
        await IsoAsync(bench);
    }

    private static Task<Measurement> BuildAsync(Bench bench, params string[] arguments) =>
        bench.DotnetAsync(SystemTree.Name, ["build", Project, .. arguments]);

    private static async Task NoOpAsync(Bench bench)
    {
        const string name = "notargets";
        bench.WriteSurroundings(name);
        Bench.Write(Path.Combine(bench.FolderOf(name), "notargets.proj"), "<Project Sdk=\"Microsoft.Build.NoTargets/3.7.0\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>\n");
        await bench.DotnetAsync(name, "build", "notargets.proj");
        await Bench.RemoveImagesAsync();
        await BuildAsync(bench);
        (Measurement built, Measurement baseline) = await Bench.CompareAsync(
            bench.Repeats * 3, () => BuildAsync(bench), () => bench.DotnetAsync(name, "build", "notargets.proj"));
        bench.IdleMegabytes = built.DotnetMegabytes;
        bench.Rows.Add(new Row(
            "`dotnet build` with nothing to do", built.Seconds, "the same on an empty Microsoft.Build.NoTargets project", baseline.Seconds, "≤ 1.1",
            built.DotnetMegabytes - baseline.DotnetMegabytes));
    }

    private static async Task ColdAsync(Bench bench)
    {
        double steps = await DockerBuildAsync(bench, "--no-cache", SystemTree.Chain);
        await Bench.RemoveImagesAsync();
        bench.PutAway(SystemTree.Name, "bin");
        bench.PutAway(SystemTree.Name, Path.Combine("obj", "Debug", "cos"));
        Measurement cold = await BuildAsync(bench);
        Measurement save = await bench.ShellAsync(SystemTree.Name, $"docker save {await ImageOfAsync(bench, "os")} | zstd -q -T0 -1 > /dev/null");
        bench.Rows.Add(new Row(
            "cold build of five packages", cold.Seconds, "`docker build` of the same Dockerfiles, `docker save` of the last through `zstd -1`", steps + save.Seconds, "",
            cold.DotnetMegabytes - bench.IdleMegabytes, cold.ToolMegabytes));
        bench.Rows.Add(new Row(
            "the same without the steps' own time", cold.Seconds - steps, "`docker save` of the last image through `zstd -1`", save.Seconds, ""));
    }

    private static async Task ArchivesAsync(Bench bench)
    {
        Measurement idle = await bench.MedianAsync(() => BuildAsync(bench));
        (Measurement made, Measurement export) = await Bench.CompareAsync(
            bench.Repeats,
            async () =>
            {
                await bench.ShellAsync(SystemTree.Name, $"rm -f {Repository}/*.package.tar.zst obj/Debug/cos/plan/made/artifact.*");
                return await BuildAsync(bench);
            },
            () => ExportAsync(bench));
        bench.Rows.Add(new Row(
            "create all six archives from images that are there", made.Seconds - idle.Seconds, "container export of the system through `zstd -1`", export.Seconds, "",
            made.DotnetMegabytes - bench.IdleMegabytes, made.ToolMegabytes));
    }

    private static async Task ChangeAsync(Bench bench, string what, string package, string file)
    {
        Measurement idle = await bench.MedianAsync(() => BuildAsync(bench));
        string changed = Path.Combine(bench.FolderOf(SystemTree.Name), "packages", package, file);
        string[] rebuilt = SystemTree.Chain[Array.IndexOf(SystemTree.Chain, package)..];
        List<(Measurement Build, double Steps)> runs = [];
        List<Measurement> exports = [];
        for (int i = 0; i < bench.Repeats; i++)
        {
            exports.Add(await ExportAsync(bench));
            await File.AppendAllTextAsync(changed, $"{Guid.NewGuid()}\n");
            Measurement build = await BuildAsync(bench);
            // What the engine alone takes for these images: the same Dockerfiles by its own command, nothing cached.
            runs.Add((build, await DockerBuildAsync(bench, "--no-cache", rebuilt)));
        }
        (Measurement measured, double steps) = runs.OrderBy(run => run.Build.Seconds - run.Steps).ElementAt(runs.Count / 2);
        Measurement export = Bench.Median(exports);
        bench.Rows.Add(new Row(
            $"one file changed in the {what} package: all but `docker build` ({steps:0.0} s) and a no-op build", measured.Seconds - steps - idle.Seconds,
            "container export of the system through `zstd -1`", export.Seconds, what == "leaf" ? "≤ 2" : "",
            measured.DotnetMegabytes - bench.IdleMegabytes, measured.ToolMegabytes));
    }

    private static async Task IsoAsync(Bench bench)
    {
        await bench.DotnetAsync(SystemTree.Name, "publish", Project, "-p:target=Iso");
        Measurement idle = await bench.MedianAsync(() => bench.DotnetAsync(SystemTree.Name, "publish", Project, "-p:target=Iso"));
        (Measurement made, Measurement byHand) = await Bench.CompareAsync(
            bench.Repeats,
            async () =>
            {
                await bench.ShellAsync(SystemTree.Name, "rm -rf bin/Release/publish");
                return await bench.DotnetAsync(SystemTree.Name, "publish", Project, "-p:target=Iso");
            },
            () => bench.ShellAsync(SystemTree.Name, $"""
                rm -rf hand && mkdir -p hand/root/boot/syslinux
                zstd -q -dc bin/Release/repository/{SystemTree.Archive} | sqfstar -quiet -no-progress -comp zstd hand/root/rootfs.squashfs
                cp packages/boot/*.bin hand/root/boot/syslinux/
                xorriso -as mkisofs -quiet -volid BENCHMARK -b boot/syslinux/isolinux.bin -c boot/syslinux/boot.cat -no-emul-boot -boot-load-size 4 -boot-info-table -o hand/hand.iso hand/root
                sha256sum hand/hand.iso > hand/hand.iso.sha256
                """));
        bench.Rows.Add(new Row(
            "ISO from a built repository (Release: zstd)", made.Seconds - idle.Seconds, "`zstd -dc \\| sqfstar` and `xorriso` by hand", byHand.Seconds, "≤ 1.2",
            made.DotnetMegabytes - bench.IdleMegabytes, made.ToolMegabytes));
    }

    private static async Task<Measurement> ExportAsync(Bench bench) => await bench.ShellAsync(
        SystemTree.Name, $"id=$(docker create {await ImageOfAsync(bench, "os")} true); docker export $id | zstd -q -T0 -1 > /dev/null; docker rm $id > /dev/null");

    /// <summary>Seconds that the engine's own command takes for the images of some packages.</summary>
    private static async Task<double> DockerBuildAsync(Bench bench, string option, string[] packages)
    {
        double seconds = 0;
        foreach (string package in packages)
        {
            Measurement built = await bench.ShellAsync(
                SystemTree.Name, $"docker build -q {option} -t {Bench.ImageRepository}:by-hand -f obj/Debug/cos/dockerfiles/image.{package}-system-1.0.Dockerfile packages/{package} > /dev/null");
            seconds += built.Seconds;
        }
        return seconds;
    }

    private static async Task<string> ImageOfAsync(Bench bench, string package)
    {
        string plan = await File.ReadAllTextAsync(Path.Combine(bench.FolderOf(SystemTree.Name), "obj", "Debug", "cos", "plan", $"image.{package}-system-1.0.json"));
        using System.Text.Json.JsonDocument json = System.Text.Json.JsonDocument.Parse(plan);
        return json.RootElement.GetProperty("image").GetString()!;
    }
}
