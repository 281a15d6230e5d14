using System.Text.Json;
using Cos.Sdk.IntegrationTests.Sdk;

namespace Cos.Sdk.IntegrationTests.Registry;

/// <summary>A plan of jobs carried out by machines with engines of their own that share one registry.</summary>
public sealed class ManyMachinesTests(PackedSdk sdk)
{
    private const string NoNetwork = "-p:CosBuildNetwork=none";

    private static readonly bool IsSoak = Environment.GetEnvironmentVariable("COS_SOAK") == "1";

    [Fact]
    public async Task Jobs_of_a_plan_make_each_node_once()
    {
        await using RegistryProcess registry = await RegistryProcess.StartAsync();
        List<SeparateEngine> engines = [];
        List<Sandbox> machines = [];
        string[] cache = [$"-p:CosImageRepository={registry.Host}/os/cache", "-p:CosPush=true", NoNetwork];
        try
        {
            // The long form: three machines, a tree with a base composed of archives; the other: two, a chain.
            for (int i = 0; i < (IsSoak ? 3 : 2); i++)
            {
                machines.Add(await sdk.CreateSandboxAsync());
                Write(machines[i]);
                if (i > 0)
                {
                    engines.Add(await SeparateEngine.StartAsync());
                }
            }
            Sandbox first = machines[0];
            (await first.DotnetAsync("build", ["-t:CosPlanJobs", $"-p:CosPlanMaximumJobs={machines.Count}", "-p:CosPlanFormat=json+github+gitlab", .. cache])).AssertSucceeded();
            string[][] levels = LevelsOf(first);
            Assert.True(levels.Length > 1);
            machines.Skip(1).ToList().ForEach(machine => File.Copy(first.PathOf("cos.lock.json"), machine.PathOf("cos.lock.json")));

            List<string> made = [];
            foreach (string[] level in levels)
            {
                // GitHub and others give properties by environment variables.
                BuildResult[] done = await Task.WhenAll(level.Select((packages, i) => machines[i].DotnetAsync(
                    "build", new Dictionary<string, string?> { ["CosBuildPackages"] = packages }, [.. cache, .. EngineOf(i)])));
                made.AddRange(done.SelectMany(result => result.AssertSucceeded().MadeNodes));
                foreach (BuildResult result in done)
                {
                    Assert.Empty(result.Codes);
                }
                Share(machines);
            }
            BuildResult last = (await machines[^1].DotnetAsync("build", [.. cache, .. EngineOf(machines.Count - 1)])).AssertSucceeded();

            Assert.Empty(last.MadeNodes);
            Assert.Equal(made.Distinct(), made);
            Assert.Equal(NodesOf(first), made.Count);
            (await first.DotnetAsync("build", ["-t:CosPlanJobs", .. cache])).AssertSucceeded();
            Assert.Empty(LevelsOf(first));
        }
        finally
        {
            machines.ForEach(machine => machine.Dispose());
            foreach (SeparateEngine engine in engines)
            {
                await engine.DisposeAsync();
            }
            await Images.RemoveAsync($"{registry.Host}/*/*");
        }

        string[] EngineOf(int machine) => machine == 0 ? [] : [$"-p:CosEngineEndpoint={engines[machine - 1].Endpoint}"];
    }

    private static void Write(Sandbox box)
    {
        TinyTree.WriteChain(box);
        if (IsSoak)
        {
            for (int i = 0; i < 6; i++)
            {
                box.WritePackage($"n{i}", "requires:\n- {name: " + (i < 3 ? "a" : $"n{i - 3}") + ", category: app, version: \">=0\"}\nsteps:\n- echo " + i + " > /opt/n" + i + ".txt\n");
            }
            box.WritePackage("all", "requires_final_images: true\nrequires:\n- {name: c, category: app, version: \">=0\"}\n- {name: shell, category: app, version: \">=0\"}\nenv:\n- PATH=/bin\nsteps:\n- echo all > /opt/all.txt\n");
            box.WritePackage("shell", "image: cos.local/test:busybox\nunpack: true\n");
        }
    }

    /// <summary>What CI keeps of a job and gives to later ones: archives, and the stamps that tell what they are.</summary>
    private static void Share(List<Sandbox> machines)
    {
        foreach ((Sandbox from, Sandbox to) in machines.SelectMany(from => machines.Where(to => to != from).Select(to => (from, to))))
        {
            string stamps = Path.Combine(to.Plans, "made");
            Directory.CreateDirectory(stamps);
            Directory.CreateDirectory(to.Repository);
            foreach (string file in FilesOf(Path.Combine(from.Plans, "made"), "artifact.*.stamp").Concat(FilesOf(from.Repository, "*.package.tar*")).Concat(FilesOf(from.Repository, "*.metadata.yaml")))
            {
                string target = Path.Combine(file.EndsWith(".stamp", StringComparison.Ordinal) ? stamps : to.Repository, Path.GetFileName(file));
                if (!File.Exists(target))
                {
                    File.Copy(file, target);
                }
            }
        }
    }

    private static IEnumerable<string> FilesOf(string folder, string pattern) => Directory.Exists(folder) ? Directory.EnumerateFiles(folder, pattern) : [];

    private static string[][] LevelsOf(Sandbox box)
    {
        using JsonDocument plan = Read(box);
        return [.. plan.RootElement.GetProperty("levels").EnumerateArray().Select(level => level.EnumerateArray()
            .Select(group => string.Join(' ', group.GetProperty("packages").EnumerateArray().Select(package => package.GetString()))).ToArray())];
    }

    private static int NodesOf(Sandbox box)
    {
        using JsonDocument plan = Read(box);
        return plan.RootElement.GetProperty("jobs").EnumerateArray().Sum(job => job.GetProperty("nodes").GetArrayLength());
    }

    private static JsonDocument Read(Sandbox box)
    {
        string file = Assert.Single(Directory.EnumerateFiles(box.PathOf("bin/Debug"), "*.jobs.json"));
        return JsonDocument.Parse(File.ReadAllText(file));
    }
}
