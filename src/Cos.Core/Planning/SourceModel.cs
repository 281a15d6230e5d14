using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Templating;
using Cos.Sdk.Trees;
using Cos.Sdk.Trees.Yaml;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Planning;

/// <summary>A project's trees, read, rendered and resolved: what there is to plan. A function of files.</summary>
internal sealed class SourceModel
{
    private readonly Lazy<PlanOutline> _outline;

    private SourceModel() => _outline = new Lazy<PlanOutline>(() => PlanOutline.Create(this));

    /// <summary>Which files it was made of.</summary>
    public required SourceOptions Options { get; init; }

    /// <summary>The trees.</summary>
    public required PackageTree Tree { get; init; }

    /// <summary>What templates see as <c>.Values</c>, besides the keys of their definitions.</summary>
    public required IReadOnlyDictionary<string, object?> MergedValues { get; init; }

    /// <summary>Every package with its rendered build spec.</summary>
    public required IReadOnlyDictionary<PackageId, PlannedPackage> Packages { get; init; }

    /// <summary>Versions and order.</summary>
    public required TreeResolution Resolution { get; init; }

    /// <summary>Warnings and information found on the way, of what the project needs.</summary>
    public required IReadOnlyCollection<Diagnostic> Diagnostics { get; init; }

    /// <summary>What rendering said of every package, needed or not.</summary>
    public required IReadOnlyDictionary<PackageId, DiagnosticBag> Said { get; init; }

    /// <summary>The values files, the last one wins.</summary>
    public required IReadOnlyList<YamlMapping> Values { get; init; }

    /// <summary>Which of the values the templates of all packages looked at.</summary>
    public required ValueReads ValueReads { get; init; }

    /// <summary>What the plan comes to before anything is known of contents; made once.</summary>
    public PlanOutline Outline => _outline.Value;

    /// <summary>Whether a package lies below the project's own folders.</summary>
    public bool IsOwn(Package package) => Options.OwnFolders.Any(folder => IsBelow(package.Folder, folder));

    /// <summary>Reads, renders and resolves.</summary>
    /// <exception cref="CosException">The errors of what the project needs, all together.</exception>
    public static SourceModel Load(SourceOptions options, DateTimeOffset epoch, CancellationToken cancellationToken)
    {
        DiagnosticBag diagnostics = [];
        IReadOnlyList<YamlMapping> mappings = ValuesReader.ReadMappings([.. options.Values], diagnostics);
        IReadOnlyDictionary<string, object?> values = ValuesReader.Merge(mappings);
        ValueReads reads = new(values);
        PackageTree tree = TreeReader.Read(
            [.. options.Trees, .. options.OwnFolders], diagnostics, new TreeOptions { Dockerfiles = options.Dockerfiles }, cancellationToken);
        diagnostics.ThrowIfErrors();
        tree = SystemParts.AddTo(tree, options);

        TemplateOptions templates = TreeTemplates.CreateOptions(epoch);
        (Dictionary<PackageId, PlannedPackage> packages, Dictionary<PackageId, DiagnosticBag> said) =
            Render(tree, new BuildSpecReader(tree, values, templates, reads), options, cancellationToken);
        ImmutableArray<PackageRequirement> targets = TargetsOf(tree, options);
        // What is left out of a build still has its say in versions: an image is the same whether all are built or some.
        ImmutableArray<PackageRequirement> company = options.BuildPackages.IsEmpty ? [] : OwnOf(tree, options);
        if (!options.Repositories.IsEmpty)
        {
            InheritedPackages inherited = new(packages.Values, options.Repositories, values, templates);
            targets = Inherit(packages, said, inherited, targets, !options.BuildPackages.IsEmpty, cancellationToken);
            company = Inherit(packages, said, inherited, company, false, cancellationToken);
        }
        ThrowErrorsOf(targets.SelectMany(target => tree.Find(target.Name)).Select(package => package.Id), said, diagnostics);

        TreeResolution resolution = new(packages, targets, company, diagnostics, cancellationToken);
        diagnostics.ThrowIfErrors();
        ThrowErrorsOf(resolution.Targets.SelectMany(resolution.ChainOf).Distinct(), said, diagnostics);
        return new SourceModel
        {
            Options = options,
            Tree = tree,
            Packages = packages,
            Resolution = resolution,
            Diagnostics = diagnostics,
            Said = said,
            Values = mappings,
            ValueReads = reads,
            MergedValues = values,
        };
    }

    private static (Dictionary<PackageId, PlannedPackage> Packages, Dictionary<PackageId, DiagnosticBag> Said) Render(
        PackageTree tree, BuildSpecReader reader, SourceOptions options, CancellationToken cancellationToken)
    {
        PlannedPackage[] rendered = new PlannedPackage[tree.Packages.Length];
        DiagnosticBag[] bags = new DiagnosticBag[tree.Packages.Length];
        ParallelOptions parallel = new() { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, tree.Packages.Length, parallel, i =>
        {
            Package package = tree.Packages[i];
            bags[i] = [];
            BuildSpec? spec = reader.Read(package, bags[i], cancellationToken);
            if (spec is not null && options.ChangesFolders.Any(folder => IsBelow(package.Folder, folder)))
            {
                spec = spec with { Delta = DeltaMode.Changes };
            }
            rendered[i] = new PlannedPackage(package.Definition, package.Folder, SystemSteps.AddTo(spec, package, options));
        });
        return (
            rendered.ToDictionary(package => package.Definition.Id),
            tree.Packages.Select((package, i) => (package.Id, bags[i])).ToDictionary(item => item.Id, item => item.Item2));
    }

    /// <summary>The given packages; else every package below the project's own folders that can be built, the system's, and those of media.</summary>
    private static ImmutableArray<PackageRequirement> TargetsOf(PackageTree tree, SourceOptions options)
    {
        if (!options.BuildPackages.IsEmpty)
        {
            return [.. options.BuildPackages.Select(text => PackageReference.ParseRequirement(text)).Concat(SystemParts.Of(tree, options))];
        }
        return OwnOf(tree, options);
    }

    private static ImmutableArray<PackageRequirement> OwnOf(PackageTree tree, SourceOptions options)
    {
        ImmutableArray<PackageRequirement> own =
        [
            .. tree.Packages
                .Where(package => package.BuildFile is not null || package.Kind == PackageKind.Dockerfile)
                .Where(package => options.OwnFolders.Any(folder => IsBelow(package.Folder, folder)))
                .Select(package => new PackageRequirement(package.Id.Name, package.Id.Version, package.Definition.Location)),
        ];
        HashSet<PackageName> inherited = [.. tree.Packages.Select(package => package.Id.Name)];
        string[] system = options.SystemPackage.Length == 0 ? [] : [options.SystemPackage];
        return
        [
            .. own,
            .. system.Select(text => PackageReference.ParseRequirement(text))
                .Concat(options.MediaPackages.Select(text => PackageReference.ParseRequirement(text)).Where(package => inherited.Contains(package.Name)))
                .Where(package => own.All(known => known.Name != package.Name))
                .DistinctBy(package => package.Name),
        ];
    }

    /// <summary>Adds what repositories of others bring. A system that one of them offers ready needs no building.</summary>
    private static ImmutableArray<PackageRequirement> Inherit(
        Dictionary<PackageId, PlannedPackage> packages,
        Dictionary<PackageId, DiagnosticBag> said,
        InheritedPackages inherited,
        ImmutableArray<PackageRequirement> targets,
        bool areNamed,
        CancellationToken cancellationToken)
    {
        inherited.Follow(packages.Values, cancellationToken);
        ImmutableArray<PackageRequirement> toBuild = [.. targets.Where(target => areNamed || !inherited.Offers(target))];
        foreach (PackageRequirement target in toBuild)
        {
            inherited.Build(target, cancellationToken);
        }
        foreach ((PackageId id, PlannedPackage package) in inherited.Found)
        {
            packages.TryAdd(id, package);
        }
        foreach ((PackageId id, DiagnosticBag bag) in inherited.Said)
        {
            said.TryAdd(id, bag);
        }
        return toBuild;
    }

    /// <summary>Only what the project needs is its business: a package of an inherited tree that nobody requires may be unsound.</summary>
    private static void ThrowErrorsOf(IEnumerable<PackageId> packages, Dictionary<PackageId, DiagnosticBag> said, DiagnosticBag diagnostics)
    {
        foreach (PackageId package in packages)
        {
            diagnostics.AddRange(said.GetValueOrDefault(package) ?? []);
        }
        diagnostics.ThrowIfErrors();
    }

    internal static bool IsBelow(string folder, string root) =>
        folder == root || folder.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
