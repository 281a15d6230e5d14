using System.Globalization;
using System.Text;
using System.Text.Json;
using Scriban;
using Scriban.Runtime;

namespace Cos.Sdk.Jobs;

/// <summary>Writes a plan of jobs for those who carry it out.</summary>
/// <param name="project">Name of the project file without its extension.</param>
/// <param name="projectPath">Path of the project file from the folder in which jobs begin, with forward slashes.</param>
/// <param name="platform">For example <c>linux/amd64</c>.</param>
/// <param name="imageRepository">Repository part of the names of images.</param>
/// <param name="most">How many machines there are for a level.</param>
/// <param name="include">GitLab: path of a file that defines <c>.cos-job</c>; empty for jobs that only build.</param>
internal sealed class JobWriter(string project, string projectPath, string platform, string imageRepository, int most, string include)
{
    /// <summary>GitLab refuses jobs that name more than fifty others; such a job waits for all of the levels before it.</summary>
    private const int MaximumNeeds = 50;

    private static readonly JobJsonContext Compact = new(Options(isIndented: false));
    private static readonly JobJsonContext Indented = new(Options(isIndented: true));

    /// <summary>The text of a file in one of the formats.</summary>
    public string Write(JobPlan plan, JobFormat format) => format switch
    {
        JobFormat.Json => JsonSerializer.Serialize(DocumentOf(plan), Indented.JobDocument) + "\n",
        JobFormat.GitHub => WriteGitHub(plan),
        _ => WriteGitLab(plan),
    };

    private static JsonSerializerOptions Options(bool isIndented) => new()
    {
        WriteIndented = isIndented,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private JobDocument DocumentOf(JobPlan plan)
    {
        JobNode[] images = [.. plan.Jobs.SelectMany(job => job.Nodes).Where(node => node.Image.Length > 0)];
        return new JobDocument
        {
            Project = project,
            Platform = platform,
            ImageRepository = imageRepository,
            Images = images.Length,
            CachedImages = images.Count(node => node.IsCached),
            Levels = plan.GroupsOf(most),
            Jobs = plan.Jobs,
        };
    }

    private string WriteGitHub(JobPlan plan)
    {
        StringBuilder lines = new();
        int level = 0;
        foreach (var groups in plan.GroupsOf(most))
        {
            GitHubMatrix matrix = new([.. groups.Select(group => new GitHubJob(group.Name, string.Join(' ', group.Packages)))]);
            lines.Append(CultureInfo.InvariantCulture, $"level-{level++}={JsonSerializer.Serialize(matrix, Compact.GitHubMatrix)}\n");
        }
        return string.Create(CultureInfo.InvariantCulture, $"levels={level}\n") + lines;
    }

    private string WriteGitLab(JobPlan plan)
    {
        ScriptObject[] levels = [.. plan.GroupsOf(most).Select((groups, level) => new ScriptObject
        {
            ["name"] = string.Create(CultureInfo.InvariantCulture, $"level-{level}"),
            ["jobs"] = groups.Select(group => new ScriptObject
            {
                ["name"] = Quote(group.Name),
                ["packages"] = Quote(string.Join(' ', group.Packages)),
                ["needs"] = group.Needs.Length > MaximumNeeds ? null : string.Join(", ", group.Needs.Select(Quote)),
            }).ToArray(),
        })];
        ScriptObject root = new() { ["project"] = Quote(projectPath), ["include"] = include.Length == 0 ? "" : Quote(include), ["levels"] = levels };
        TemplateContext context = new() { StrictVariables = true, LoopLimit = 1_000_000 };
        context.PushGlobal(root);
        using StreamReader template = new(typeof(JobWriter).Assembly.GetManifestResourceStream(typeof(JobWriter), "jobs.gitlab.scriban")!);
        return Template.Parse(template.ReadToEnd()).Render(context);
    }

    /// <summary>A scalar of YAML in double quotes.</summary>
    private static string Quote(string text) => JsonSerializer.Serialize(text, Compact.String);
}
