using System.Diagnostics;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Dockerfiles;
using Cos.Sdk.Planning;

namespace Cos.Sdk.Tests.Planning;

/// <summary>Damaged projects end in plans with Dockerfiles or in coded diagnostics, within bounds of time and memory: never in another exception.</summary>
public sealed class MutatedProjectTests : IDisposable
{
    private const long MaxAllocated = 4L << 30;

    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(30);

    private static readonly int Rounds = Environment.GetEnvironmentVariable("COS_SOAK") is "1" ? 10_000 : 300;

    private readonly string _folder = Directory.CreateTempSubdirectory("cos-fuzz-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Plan_MutatedProjects_EndsInPlansOrDiagnostics()
    {
        MutatedProject project = new();
        DockerfileTemplate template = DockerfileTemplate.Open("");
        Dictionary<string, int> codes = new(StringComparer.Ordinal);
        int planned = 0;
        for (int round = 0; round < Rounds; round++)
        {
            string folder = Path.Combine(_folder, round.ToString(System.Globalization.CultureInfo.InvariantCulture));
            project.Write(folder, round);
            long allocated = GC.GetTotalAllocatedBytes();
            Stopwatch watch = Stopwatch.StartNew();
            try
            {
                foreach (ImageNode image in Plan(folder, codes).Nodes.OfType<ImageNode>())
                {
                    Assert.NotEmpty(image.Dockerfile ?? template.Render(image));
                    Assert.NotEmpty(PlanJson.Write(image));
                }
                planned++;
            }
            catch (CosException exception)
            {
                Count(exception.Diagnostics, codes);
            }
            catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"Round {round}: {exception}");
            }
            Assert.True(watch.Elapsed < MaxTime, $"Round {round} took {watch.Elapsed}.");
            Assert.True(GC.GetTotalAllocatedBytes() - allocated < MaxAllocated, $"Round {round} took {GC.GetTotalAllocatedBytes() - allocated} bytes.");
            Directory.Delete(folder, recursive: true);
        }
        Assert.All(codes.Keys, code => Assert.Matches("^COS[1-4][0-9]{3}$", code));
        Assert.True(planned > Rounds / 10 && codes.Count > 25, $"{planned} plans, {codes.Count} codes");
        TestContext.Current.TestOutputHelper?.WriteLine($"{Rounds} projects: {planned} plans; {string.Join(", ", codes.OrderBy(code => code.Key, StringComparer.Ordinal).Select(code => $"{code.Key} {code.Value}"))}");
    }

    private static BuildPlan Plan(string folder, Dictionary<string, int> codes)
    {
        SourceOptions options = new()
        {
            Trees = [],
            OwnFolders = [folder],
            Values = [.. Directory.GetFiles(folder, "values*.yaml").Order(StringComparer.Ordinal)],
            BuildPackages = [],
            Dockerfiles = true,
        };
        PlanSettings settings = new()
        {
            ProjectFolder = folder,
            ImageRepository = "cos.local/cache",
            Platform = "linux/amd64",
            Epoch = 0,
            Compression = "zstd",
            CompressionLevel = 1,
        };
        SourceModel model = SourceModel.Load(options, DateTimeOffset.UnixEpoch, CancellationToken.None);
        DiagnosticBag diagnostics = [.. model.Diagnostics];
        FileHashCache hashes = FileHashCache.Open(Path.Combine(folder, "..", "hashes"), verify: true);
        BuildPlan plan = new BuildPlanner(settings, model.Packages, model.Resolution, PlanTree.Pin, hashes, diagnostics).Plan(model.Resolution.Targets);
        Count(diagnostics, codes);
        return plan;
    }

    private static void Count(IEnumerable<Diagnostic> diagnostics, Dictionary<string, int> codes)
    {
        foreach (Diagnostic diagnostic in diagnostics)
        {
            codes[diagnostic.Code] = codes.GetValueOrDefault(diagnostic.Code) + 1;
        }
    }
}
