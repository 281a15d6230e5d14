using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Golden.Scenarios;

/// <summary>What a recorded <c>luet build</c> asks for, planned by us.</summary>
internal sealed class ScenarioBuild
{
    private ScenarioBuild(SourceModel model, BuildPlan plan, IReadOnlyList<Diagnostic> diagnostics) => (Model, Plan, Diagnostics) = (model, plan, diagnostics);

    /// <summary>Trees, versions, order.</summary>
    public SourceModel Model { get; }

    /// <summary>The targets and, as the reference does, what they depend on.</summary>
    public BuildPlan Plan { get; }

    /// <summary>Warnings and information.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    /// <summary>What is to be built, in the order of the command line.</summary>
    public IReadOnlyList<PackageId> Targets => Model.Resolution.Targets;

    /// <summary>The build-time dependencies of a target, parents first.</summary>
    public IReadOnlyList<PackageId> DependenciesOf(PackageId target) => [.. Model.Resolution.ChainOf(target).Where(id => id != target)];

    /// <summary>Plans the command.</summary>
    /// <exception cref="CosException">It cannot be.</exception>
    public static ScenarioBuild Create(Scenario scenario, LuetCommand command, PlanSettings settings, Func<string, SourceLocation?, PinnedImage> pin, CancellationToken cancellationToken)
    {
        ImmutableArray<string> trees = [.. command.Values("tree").DefaultIfEmpty(".").Select(scenario.PathOf)];
        SourceOptions options = new()
        {
            Trees = trees,
            OwnFolders = [],
            Values = [.. command.Values("values").Select(scenario.PathOf)],
            BuildPackages = [.. command.Arguments],
            Dockerfiles = command.Has("dockerfiles"),
        };
        if (command.Has("all") || command.Has("full"))
        {
            options = options with { BuildPackages = [], OwnFolders = trees, Trees = [] };
        }
        SourceModel model = SourceModel.Load(options, DateTimeOffset.FromUnixTimeSeconds(settings.Epoch), cancellationToken);
        if (command.Has("full"))
        {
            HashSet<PackageId> needed = [.. model.Resolution.Targets.SelectMany(target => model.Resolution.ChainOf(target).SkipLast(1))];
            options = options with { BuildPackages = [.. model.Resolution.Targets.Where(target => !needed.Contains(target)).Select(target => target.ToString())] };
            model = SourceModel.Load(options, DateTimeOffset.FromUnixTimeSeconds(settings.Epoch), cancellationToken);
        }
        DiagnosticBag diagnostics = [];
        FileHashCache hashes = FileHashCache.Open(Path.Combine(scenario.Folder, ".no-such-cache"), verify: true);
        BuildPlanner planner = new(settings, model.Packages, model.Resolution, pin, hashes, diagnostics);
        BuildPlan plan = planner.Plan(WantedOf(model, command));
        diagnostics.ThrowIfErrors();
        return new ScenarioBuild(model, plan, [.. model.Diagnostics, .. diagnostics]);
    }

    /// <summary>Archives are made of the targets, of what is below them and of what they copy from; a package with an image of its own has nothing below it.</summary>
    private static IReadOnlyList<PackageId> WantedOf(SourceModel model, LuetCommand command) =>
        command.Has("only-target-package")
            ? model.Resolution.Targets
            : [.. model.Resolution.Targets
                .SelectMany(target => model.Packages[target].Spec is { Image.Length: > 0 } ? [target] : model.Resolution.ChainOf(target))
                .SelectMany(package => CopySourcesOf(model, package).Append(package))
                .Distinct()];

    private static IEnumerable<PackageId> CopySourcesOf(SourceModel model, PackageId package) =>
        (model.Packages[package].Spec?.Copies ?? []).Where(copy => copy.Package is not null).Select(copy => model.Resolution.Find(copy.Package!));
}
