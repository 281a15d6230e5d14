using Cos.Sdk.Diagnostics;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Planning;

/// <summary>What a project's plan comes to before anything is known of contents.</summary>
internal sealed class PlanOutline
{
    private PlanOutline(SourceModel model)
    {
        DiagnosticBag said = [];
        SortedDictionary<string, SourceLocation?> images = new(StringComparer.Ordinal);
        BuildPlanner planner = CreatePlanner(model, said, images);
        try
        {
            BuildPlan plan = planner.Plan(model.Resolution.Targets);
            HashSet<string> names = [.. plan.Nodes.Select(node => node.Package)];
            Needed =
            [
                .. model.Tree.Packages.Select(package => package.Id).Where(id => names.Contains(id.ToString())),
                .. model.Resolution.Targets.SelectMany(model.Resolution.ChainOf),
            ];
        }
        catch (CosException exception)
        {
            said.AddRange(exception.Diagnostics);
        }
        (Diagnostics, BaseImages) = (said, images);
    }

    /// <summary>The packages that the project builds, and those that they are built on.</summary>
    public IReadOnlySet<PackageId> Needed { get; } = new HashSet<PackageId>();

    /// <summary>References of base images, with the places that name them first.</summary>
    public IReadOnlyDictionary<string, SourceLocation?> BaseImages { get; }

    /// <summary>Warnings, and the errors that keep the project from being planned.</summary>
    public IReadOnlyCollection<Diagnostic> Diagnostics { get; }

    /// <summary>Plans without contents.</summary>
    public static PlanOutline Create(SourceModel model) => new(model);

    /// <summary>A planner that looks at no file and takes every base image for what it is called.</summary>
    /// <param name="model">The trees.</param>
    /// <param name="diagnostics">Takes warnings.</param>
    /// <param name="images">Takes the base images.</param>
    public static BuildPlanner CreatePlanner(SourceModel model, DiagnosticBag diagnostics, IDictionary<string, SourceLocation?>? images = null)
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
        return new BuildPlanner(settings, model.Packages, model.Resolution, Note, null, diagnostics);

        PinnedImage Note(string reference, SourceLocation? location)
        {
            images?.TryAdd(reference, location);
            return new PinnedImage(reference, reference, reference);
        }
    }
}
