using Cos.Sdk.Diagnostics;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Planning;

/// <summary>What a project's plan comes to before anything is known of contents.</summary>
internal sealed class PlanOutline
{
    private PlanOutline(SourceModel model)
    {
        DiagnosticBag said = [];
        BuildPlanner planner = CreatePlanner(model, said);
        try
        {
            BuildPlan plan = planner.Plan(model.Resolution.Targets, model.Resolution.Neighbours);
            HashSet<string> names = [.. plan.Nodes.Select(node => node.Package)];
            Needed = new HashSet<PackageId>(model.Packages.Keys.Where(id => names.Contains(id.ToString()))
                .Concat(model.Resolution.Targets.SelectMany(model.Resolution.ChainOf)));
        }
        catch (CosException exception)
        {
            said.AddRange(exception.Diagnostics);
        }
        Diagnostics = said;
    }

    /// <summary>The packages that the project builds, and those that they are built on.</summary>
    public IReadOnlySet<PackageId> Needed { get; } = new HashSet<PackageId>();

    /// <summary>Warnings, and the errors that keep the project from being planned.</summary>
    public IReadOnlyCollection<Diagnostic> Diagnostics { get; }

    /// <summary>Plans without contents.</summary>
    public static PlanOutline Create(SourceModel model) => new(model);

    /// <summary>A planner that looks at no file and takes every base image for what it is called.</summary>
    /// <param name="model">The trees.</param>
    /// <param name="diagnostics">Takes warnings.</param>
    public static BuildPlanner CreatePlanner(SourceModel model, DiagnosticBag diagnostics)
    {
        PlanSettings settings = new()
        {
            ProjectFolder = model.Options.OwnFolders is [var first, ..] ? first : "/",
            ImageRepository = "cos.local/outline",
            Platform = "linux/amd64",
            Epoch = 0,
            Compression = "none",
            CompressionLevel = 0,
        };
        return new BuildPlanner(
            settings, model.Packages, model.Resolution, (reference, _) => new PinnedImage(reference, reference, reference), null, diagnostics);
    }
}
