using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Resolution;
using Cos.Sdk.Templating;
using Cos.Sdk.Trees;
using Cos.Sdk.Trees.Yaml;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Planning;

/// <summary>
/// Follows requirements from a project's own packages into the repositories that it inherits from, and reads no more of them than is needed.
/// A requirement is met by the project's own packages and trees, else by the first repository in order that has a match. What only its content is
/// wanted of is taken as an archive; what something is built upon is built from its source, unless its archive is a whole file system.
/// </summary>
internal sealed class InheritedPackages
{
    private readonly PackageUniverse _own;
    private readonly ImmutableArray<(InheritedRepository Repository, Lazy<PackageUniverse> Universe, Lazy<BuildSpecReader> Reader)> _repositories;
    private readonly Dictionary<InheritedRepository, Dictionary<PackageId, InheritedPackage>> _offers = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<PackageId, PlannedPackage> _found = [];
    private readonly Dictionary<PackageId, DiagnosticBag> _said = [];
    private readonly HashSet<(PackageName, string, bool)> _seen = [];
    private readonly Queue<(PackageRequirement Requirement, bool Build)> _open = new();

    /// <param name="own">The project's own packages and those of its trees.</param>
    /// <param name="repositories">The most preferred one first.</param>
    /// <param name="values">The project's values; they win over those that packages were built with.</param>
    /// <param name="options">Of the template engine.</param>
    public InheritedPackages(
        IEnumerable<PlannedPackage> own,
        ImmutableArray<InheritedRepository> repositories,
        IReadOnlyDictionary<string, object?> values,
        TemplateOptions options)
    {
        _own = new PackageUniverse(own.Select(package => new Candidate(
            package.Definition.Id, [], [], package.Definition.Provides, package.Definition.Location)));
        _repositories =
        [
            .. repositories.Select(repository => (
                repository,
                new Lazy<PackageUniverse>(() => new PackageUniverse(repository.Packages.Select(package => package.Candidate))),
                new Lazy<BuildSpecReader>(() => new BuildSpecReader(new PackageTree([], TemplatesOf(repository)), values, options)))),
        ];
    }

    /// <summary>What was found, by package.</summary>
    public IReadOnlyDictionary<PackageId, PlannedPackage> Found => _found;

    /// <summary>What is to be said of each, should it be needed.</summary>
    public IReadOnlyDictionary<PackageId, DiagnosticBag> Said => _said;

    /// <summary>Whether some repository, and not the project itself, has an archive that meets a wish.</summary>
    public bool Offers(PackageRequirement wish) => _own.Best(wish) is null && FirstWith(wish).Any(item => item.Package.Archive is not null);

    /// <summary>Follows what packages of the project require.</summary>
    public void Follow(IEnumerable<PlannedPackage> packages, CancellationToken cancellationToken)
    {
        foreach (PlannedPackage package in packages)
        {
            FollowRequirements(package.Definition, package.Spec);
        }
        Run(cancellationToken);
    }

    /// <summary>Follows a wish to have something built.</summary>
    public void Build(PackageRequirement wish, CancellationToken cancellationToken)
    {
        _open.Enqueue((wish, true));
        Run(cancellationToken);
    }

    private void Run(CancellationToken cancellationToken)
    {
        while (_open.TryDequeue(out (PackageRequirement Requirement, bool Build) next))
        {
            if (!_seen.Add((next.Requirement.Name, next.Requirement.Selector, next.Build)) || _own.Best(next.Requirement) is not null)
            {
                continue;
            }
            cancellationToken.ThrowIfCancellationRequested();
            foreach ((InheritedPackage package, BuildSpecReader reader) in FirstWith(next.Requirement))
            {
                Take(package, reader, next.Build, cancellationToken);
            }
        }
    }

    private IEnumerable<(InheritedPackage Package, BuildSpecReader Reader)> FirstWith(PackageRequirement requirement)
    {
        foreach ((InheritedRepository repository, Lazy<PackageUniverse> universe, Lazy<BuildSpecReader> reader) in _repositories)
        {
            Candidate[] matching = [.. universe.Value.Matching(requirement)];
            if (matching.Length > 0)
            {
                return [.. matching.Select(candidate => (OfferOf(repository, candidate.Id), reader.Value))];
            }
        }
        return [];
    }

    private InheritedPackage OfferOf(InheritedRepository repository, PackageId id)
    {
        if (!_offers.TryGetValue(repository, out Dictionary<PackageId, InheritedPackage>? offers))
        {
            offers = _offers[repository] = repository.Packages.ToDictionary(package => package.Id);
        }
        return offers[id];
    }

    private void Take(InheritedPackage package, BuildSpecReader reader, bool build, CancellationToken cancellationToken)
    {
        bool fromSource = package.Source is not null && (package.Archive is null || (build && !package.IsWholeSystem));
        if (_found.TryGetValue(package.Id, out PlannedPackage? known) && (known.Spec is not null || !fromSource || known.Archive != package.Archive))
        {
            return;
        }
        PlannedPackage planned = fromSource
            ? Read(package, reader, cancellationToken)
            : new PlannedPackage(package.Definition, package.Source?.Folder ?? "", null, package.Archive);
        _found[package.Id] = planned;
        FollowRequirements(planned.Definition, planned.Spec);
    }

    private PlannedPackage Read(InheritedPackage package, BuildSpecReader reader, CancellationToken cancellationToken)
    {
        DiagnosticBag said = _said[package.Id] = [];
        Package source = package.Source! with { Definition = DefinitionOf(package, said) };
        return new PlannedPackage(source.Definition, source.Folder, reader.Read(source, said, cancellationToken), package.Archive) { CachedIn = package.CachedIn };
    }

    /// <summary>The definition as its file has it, with the values that the package was built with over its own.</summary>
    private static PackageDefinition DefinitionOf(InheritedPackage package, DiagnosticBag said)
    {
        Package source = package.Source!;
        PackageDefinition definition = (source.CollectionIndex is { } index
            ? DefinitionReader.ReadCollectionFile(source.DefinitionFile, said).ElementAtOrDefault(index)
            : DefinitionReader.ReadFile(source.DefinitionFile, said)) ?? package.Definition;
        return package.Values.Length > 0 && YamlReader.Read(package.Values, source.DefinitionFile, said) is YamlMapping values
            ? definition with { Values = ValuesMerger.Merge(definition.Values, YamlValues.Of(values)) }
            : definition;
    }

    private void FollowRequirements(PackageDefinition definition, BuildSpec? spec)
    {
        if (spec is not null && spec.Image.Length == 0)
        {
            Enqueue(spec.Requires, build: !spec.RequiresFinalImages);
        }
        Enqueue((spec?.Copies ?? []).Select(copy => copy.Package).OfType<PackageRequirement>(), build: false);
        Enqueue(definition.Requires, build: false);
    }

    private void Enqueue(IEnumerable<PackageRequirement> requirements, bool build)
    {
        foreach (PackageRequirement requirement in requirements)
        {
            _open.Enqueue((requirement, build));
        }
    }

    private static ImmutableArray<TemplateSource> TemplatesOf(InheritedRepository repository)
    {
        DiagnosticBag unreadable = [];
        return
        [
            .. repository.Templates
                .Select(file => (file, text: YamlText.ReadFile(file, unreadable, YamlLimits.Default)))
                .Where(item => item.text is not null)
                .Select(item => new TemplateSource(item.file, item.text!)),
        ];
    }
}
