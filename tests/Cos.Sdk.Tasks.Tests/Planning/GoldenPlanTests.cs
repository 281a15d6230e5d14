using System.Text.RegularExpressions;
using Cos.Sdk.Planning;

namespace Cos.Sdk.Tests.Planning;

/// <summary>
/// Plans of recorded trees against the Dockerfiles of the classic toolchain. That one makes two images of a package, one with the prelude and one with the
/// steps; here they are one. Names of images are its own; the chain that they express has to be the same.
/// </summary>
public sealed partial class GoldenPlanTests
{
    public static TheoryData<string> Scenarios =>
        [.. Directory.GetDirectories(TestData.PathOf("Planning")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Plan_RecordedTree_MeansTheSame(string scenario)
    {
        BuildPlan plan = Plan(scenario);
        string[] ours = [.. plan.Nodes.OfType<ImageNode>().Select(node => Describe(node, plan)).Order(StringComparer.Ordinal)];
        string[] recorded = [.. Recorded(TestData.PathOf("Planning/" + scenario)).Where(HasEffect).Order(StringComparer.Ordinal)];
        Assert.Equal(recorded, ours);
    }

    private static BuildPlan Plan(string scenario)
    {
        string tree = TestData.PathOf("Trees/Golden/" + scenario);
        SourceOptions options = new()
        {
            Trees = [],
            OwnFolders = [.. Directory.GetDirectories(tree).Order(StringComparer.Ordinal)],
            Values = [.. Directory.GetFiles(tree, "values*.yaml").Order(StringComparer.Ordinal)],
            BuildPackages = [.. File.ReadAllLines(TestData.PathOf($"Planning/{scenario}/targets.txt"))],
        };
        SourceModel model = SourceModel.Load(options, DateTimeOffset.UnixEpoch, CancellationToken.None);
        PlanSettings settings = new()
        {
            ProjectFolder = tree,
            ImageRepository = "cos.local/cache",
            Platform = "linux/amd64",
            Epoch = 0,
            Compression = "none",
            CompressionLevel = 0,
        };
        FileHashCache hashes = FileHashCache.Open(Path.Combine(tree, "none"), verify: true);
        return new BuildPlanner(settings, model.Packages, model.Resolution, PlanTree.Pin, hashes, []).Plan(model.Resolution.Targets);
    }

    /// <summary>A package that does nothing has no image of its own here: it is the one that it begins from.</summary>
    private static bool HasEffect(string image) =>
        image.Split('\n').Skip(2).Any(line => !line.StartsWith("ENV PACKAGE_", StringComparison.Ordinal));

    private static string Describe(ImageNode node, BuildPlan plan)
    {
        string name = node.Package[(node.Package.IndexOf('/', StringComparison.Ordinal) + 1)..node.Package.IndexOf('@', StringComparison.Ordinal)];
        return string.Join('\n', [name, "FROM " + NameOf(node.Parent), .. node.Instructions.SelectMany(line => Meaning(line, node))]);

        string NameOf(ParentImage image) => image.Node switch
        {
            null => image.Reference,
            var key when plan.Nodes.First(item => item.Key == key) is ComposedImageNode => "composed",
            _ => image.Reference[(image.Reference.IndexOf('/', StringComparison.Ordinal) + 1)..image.Reference.IndexOf('@', StringComparison.Ordinal)],
        };

        IEnumerable<string> Meaning(Instruction line, ImageNode owner)
        {
            if (line.Keyword == "ENV" && line.Arguments.StartsWith("PACKAGE_", StringComparison.Ordinal))
            {
                return line.Arguments.Split(' ').Select(assignment => "ENV " + assignment);
            }
            if (line.Arguments.StartsWith("--from=", StringComparison.Ordinal))
            {
                string from = line.Arguments.Split(' ')[0]["--from=".Length..];
                return [$"COPY --from={NameOf(owner.CopiedImages.First(image => image.From == from))} {line.Arguments[(line.Arguments.IndexOf(' ', StringComparison.Ordinal) + 1)..]}"];
            }
            return line.Keyword == "RUN" ? ["RUN " + Shell(line.Arguments)] : line.Arguments == ". /luetbuild" || line.Keyword == "WORKDIR" ? [] : [line.ToString()];
        }
    }

    /// <summary>The command, whether it is written as a shell's line or as arguments; the blanks between words do not matter.</summary>
    private static string Shell(string arguments)
    {
        string text = arguments.StartsWith("[\"/bin/sh\"", StringComparison.Ordinal)
            ? System.Text.Json.JsonSerializer.Deserialize<string[]>(arguments)![2]
            : arguments;
        return Blanks().Replace(text.Replace("\\\n", " ", StringComparison.Ordinal), " ").Trim();
    }

    /// <summary>The recorded pairs of Dockerfiles, as one image each, named by their packages.</summary>
    private static IEnumerable<string> Recorded(string folder)
    {
        (string File, string Image)[] builds = [.. File.ReadAllLines(Path.Combine(folder, "builds.txt"))
            .Select(line => line.Replace(' ', '-').Split("-->-")).Select(parts => (parts[0], parts[1]))];
        Dictionary<string, string> packages = builds.Where(item => !IsFirst(item.File))
            .ToDictionary(item => item.Image, item => item.File.Split('-')[1], StringComparer.Ordinal);
        for (int i = 0; i + 1 < builds.Length; i += 2)
        {
            string[] first = Lines(Path.Combine(folder, builds[i].File));
            string[] second = Lines(Path.Combine(folder, builds[i + 1].File));
            string parent = first[0]["FROM ".Length..];
            packages[builds[i].Image] = packages[builds[i + 1].Image];
            yield return string.Join('\n',
            [
                packages[builds[i + 1].Image],
                "FROM " + (packages.GetValueOrDefault(parent) ?? (parent.StartsWith("golden/", StringComparison.Ordinal) ? "composed" : parent)),
                .. first.Skip(1).Where(line => !line.StartsWith("RUN ", StringComparison.Ordinal)).Select(Named).OrderBy(line => line.StartsWith("ENV PACKAGE_", StringComparison.Ordinal) ? 0 : line.StartsWith("COPY", StringComparison.Ordinal) ? 1 : 2),
                .. first.Concat(second).Where(line => line.StartsWith("RUN ", StringComparison.Ordinal)).Select(line => "RUN " + Shell(line["RUN ".Length..])),
            ]);
        }

        string Named(string line) => CopySource().Replace(line, match => "--from=" + packages.GetValueOrDefault(match.Groups[1].Value, match.Groups[1].Value));
    }

    private static bool IsFirst(string file) => file.EndsWith("-builder.dockerfile", StringComparison.Ordinal);

    /// <summary>Instructions without the build context's; what no keyword begins goes on with the line before.</summary>
    private static string[] Lines(string file)
    {
        List<string> lines = [];
        foreach (string line in File.ReadAllLines(file).Where(line => line.Trim().Length > 0))
        {
            if (Keyword().IsMatch(line))
            {
                lines.Add(line);
            }
            else
            {
                lines[^1] += "\n" + line;
            }
        }
        return [.. lines.Where(line => line is not ("COPY . /luetbuild" or "WORKDIR /luetbuild"))];
    }

    [GeneratedRegex("^(FROM|COPY|WORKDIR|ENV|RUN) ")]
    private static partial Regex Keyword();

    [GeneratedRegex("[ \t\n]+")]
    private static partial Regex Blanks();

    [GeneratedRegex("--from=([^ ]+)")]
    private static partial Regex CopySource();
}
