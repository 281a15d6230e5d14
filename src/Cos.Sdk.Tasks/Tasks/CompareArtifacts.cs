using Cos.Sdk.Differences;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Engine;
using Cos.Sdk.Files;
using Cos.Sdk.Planning;
using Microsoft.Build.Framework;

namespace Cos.Sdk.Tasks;

/// <summary>Says what differs between two packages or two repositories, and which steps wrote it.</summary>
[MSBuildMultiThreadableTask]
public sealed class CompareArtifacts : CosTask
{
    /// <summary>The first side; empty for the project's own repository.</summary>
    public string From { get; set; } = "";

    /// <summary>The second side; empty for the project's own repository.</summary>
    public string To { get; set; } = "";

    /// <summary>Whether a difference is an error.</summary>
    public bool ExpectEqual { get; set; }

    /// <summary>The project's folder.</summary>
    [Required]
    public string ProjectFolder { get; set; } = "";

    /// <summary>The project's own repository.</summary>
    [Required]
    public string RepositoryFolder { get; set; } = "";

    /// <summary>Plan files of the project, which say what its packages are made of.</summary>
    public ITaskItem[] Plans { get; set; } = [];

    /// <summary>Where plan files are.</summary>
    [Required]
    public string PlanFolder { get; set; } = "";

    /// <summary>Shared between projects: indexes of layers.</summary>
    [Required]
    public string CacheFolder { get; set; } = "";

    /// <summary>Where the result goes, as JSON.</summary>
    [Required]
    public string ResultFile { get; set; } = "";

    /// <summary>Address of the engine; empty to look for one.</summary>
    public string EngineEndpoint { get; set; } = "";

    /// <summary><c>docker</c>, <c>podman</c>, or empty for whichever answers first.</summary>
    public string Engine { get; set; } = "";

    /// <inheritdoc />
    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellationToken)
    {
        SideReader reader = new(Path.TrimEndingDirectorySeparator(PathOf(RepositoryFolder)), PathOf(ProjectFolder));
        ComparedSide from = await reader.OpenAsync(From, cancellationToken).ConfigureAwait(false);
        ComparedSide to = await reader.OpenAsync(To, cancellationToken).ConfigureAwait(false);
        Difference difference = await SideComparer.CompareAsync(from, to, cancellationToken).ConfigureAwait(false);
        if (difference.Packages.Any(package => !package.Paths.IsEmpty))
        {
            difference = await AddStepsAsync(difference, cancellationToken).ConfigureAwait(false);
        }
        foreach (string line in DifferenceText.Write(difference))
        {
            Log.LogMessage(MessageImportance.High, "{0}", line);
        }
        AtomicFile.WriteIfDifferent(PathOf(ResultFile), DifferenceJson.Write(difference));
        if (ExpectEqual && !difference.Packages.IsEmpty)
        {
            Diagnostics.Add(DifferenceDiagnostics.Differs(
                difference.From, difference.To, string.Join(", ", difference.Packages.Select(package => package.Package))));
        }
    }

    /// <summary>The comparison holds without an engine; only the steps are missing then.</summary>
    private async System.Threading.Tasks.Task<Difference> AddStepsAsync(Difference difference, CancellationToken cancellationToken)
    {
        PlanNode[] graph = [.. Plans.Select(plan => PlanJson.Read(PathOf(plan)))];
        try
        {
            IImageEngine engine = await EngineConnector.ConnectAsync(SearchFor(EngineEndpoint, Engine), cancellationToken).ConfigureAwait(false);
            await using (engine.ConfigureAwait(false))
            {
                StepFinder finder = new(
                    engine,
                    graph.ToDictionary(node => node.Key, StringComparer.Ordinal),
                    PathOf(PlanFolder),
                    Path.Combine(PathOf(CacheFolder), "layers"),
                    Path.Combine(PathOf(PlanFolder), "spool"));
                return await StepAttribution.AddAsync(difference, graph, finder, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (CosException failure)
        {
            Diagnostics.Add(DifferenceDiagnostics.StepsUnknown(failure.Diagnostics[0].Message));
            return difference;
        }
    }
}
