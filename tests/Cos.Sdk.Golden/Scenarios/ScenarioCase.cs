using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Golden.Scenarios;

/// <summary>Compares a scenario at plan level: whether it can be built, the order of dependencies, and what the Dockerfiles mean.</summary>
internal static class ScenarioCase
{
    /// <summary>Where images of scenarios are kept.</summary>
    public const string ImageRepository = "cos.local/golden";

    /// <summary>The difference; null when there is none.</summary>
    public static string? Compare(Scenario scenario, CancellationToken cancellationToken)
    {
        (IReadOnlyList<ScenarioBuild> made, CosException? failure) = TryPlan(scenario, null, cancellationToken);
        if (failure is not null)
        {
            return scenario.Succeeded || scenario.Builds.Exist
                ? "the reference can build it; ours says:\n" + Diagnosed.Text(failure.Diagnostics)
                : null;
        }
        if (!scenario.Succeeded && !scenario.Builds.Exist)
        {
            return IsBetter(made) ? null : "the reference refuses it, ours does not";
        }
        string?[] differences = [CompareOrder(scenario, made), CompareImages(scenario, made)];
        return string.Join('\n', differences.OfType<string>()) is { Length: > 0 } text ? text : null;
    }

    /// <summary>Plans each command that builds.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="pin">The content of base images; null to take references for what they stand for.</param>
    /// <param name="cancellationToken">Ends the planning.</param>
    /// <returns>The plans, or why there are none.</returns>
    public static (IReadOnlyList<ScenarioBuild> Builds, CosException? Failure) TryPlan(
        Scenario scenario, Func<string, SourceLocation?, PinnedImage>? pin, CancellationToken cancellationToken)
    {
        try
        {
            return ([.. scenario.Commands
                .Where(command => command.Verb == "build")
                .Select(command => ScenarioBuild.Create(scenario, command, Settings(scenario, command), pin ?? Pin, cancellationToken))], null);
        }
        catch (CosException exception)
        {
            return ([], exception);
        }
    }

    private static PlanSettings Settings(Scenario scenario, LuetCommand command) => new()
    {
        ProjectFolder = scenario.Folder,
        ImageRepository = ImageRepository,
        Platform = "linux/amd64",
        Epoch = 0,
        Compression = command.Value("compression") ?? "none",
        CompressionLevel = command.Value("compression") is null or "none" ? 0 : 1,
    };

    /// <summary>Takes references for what they stand for.</summary>
    private static PinnedImage Pin(string reference, SourceLocation? location) => new(reference, reference, "sha256:" + reference);

    /// <summary>
    /// What the reference cannot do and ours has to: text that is not quoted keeps its source, and a requirement with a range is met by a provider.
    /// </summary>
    private static bool IsBetter(IReadOnlyList<ScenarioBuild> builds) => builds.Any(build =>
        build.Diagnostics.Any(item => item.Code == "COS1036")
        || build.Targets.SelectMany(target => build.Model.Resolution.ChainOf(target))
            .SelectMany(build.Model.Resolution.RequirementsOf)
            .Any(edge => edge.Requirement.Name != edge.MetBy.Name));

    /// <summary>Of several targets the recorded order may be that of any of them, or of all in turn.</summary>
    private static string? CompareOrder(Scenario scenario, IReadOnlyList<ScenarioBuild> builds)
    {
        if (scenario.Order is not { } recorded)
        {
            return null;
        }
        List<string[]> orders = [.. builds.SelectMany(build => build.Targets.Select(target => Texts(build.DependenciesOf(target))))];
        HashSet<string> targets = [.. builds.SelectMany(build => build.Targets).Select(id => id.ToString())];
        string[] all = [.. orders.SelectMany(order => order).Distinct()];
        orders.AddRange([all, [.. all.Where(id => !targets.Contains(id))]]);
        return orders.Exists(order => order.SequenceEqual(recorded)) ? null : "dependencies in order:\n" + Difference.OfLines(recorded, orders[0]);
    }

    private static string? CompareImages(Scenario scenario, IReadOnlyList<ScenarioBuild> builds)
    {
        if (!scenario.Builds.Exist)
        {
            return null;
        }
        PlannedImages[] plans = [.. builds.Select(build => new PlannedImages(build.Plan))];
        string[] recorded = [.. scenario.Builds.Images.Where(image => image.HasEffect).Select(Text)];
        HashSet<string> planned = [.. plans.SelectMany(plan => plan.All).Select(Text)];
        HashSet<string> needed = [.. builds.Zip(plans).SelectMany(pair => pair.First.Targets.SelectMany(target => pair.Second.Below(NodeKeys.Artifact(target)))).Select(Text)];
        string[] missing = [.. recorded.Where(image => !planned.Contains(image)).Select(image => "- " + image)];
        string[] more = [.. needed.Where(image => !recorded.Contains(image)).Select(image => "+ " + image)];
        return missing.Length + more.Length == 0 ? null : string.Join('\n', missing.Concat(more));
    }

    private static string Text(ImageMeaning image) => string.Join("\n    ", image.Describe());

    private static string[] Texts(IEnumerable<PackageId> packages) => [.. packages.Select(id => id.ToString())];
}
