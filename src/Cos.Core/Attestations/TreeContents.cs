using Cos.Sdk.Fetching;
using Cos.Sdk.Trees;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Attestations;

/// <summary>The list of contents of a whole tree: its packages with their archives, what they require, and the base images below them.</summary>
internal static class TreeContents
{
    /// <summary>Lists a tree.</summary>
    /// <param name="name">The repository's name.</param>
    /// <param name="archives">Every published package with the SHA-256 of its archive.</param>
    /// <param name="content">The lock: base images with their digests, seeds with their packages.</param>
    /// <param name="epoch">Seconds since 1970.</param>
    /// <param name="tool">Name and version of the maker.</param>
    public static Sbom Create(
        string name, IReadOnlyCollection<(PackageDefinition Definition, string Sha256)> archives, CosLock content, long epoch, (string, string) tool)
    {
        SbomComponent root = new() { Reference = $"repository:{name}", Kind = SbomKind.Application, Name = name, Version = "" };
        List<SbomComponent> components = [.. archives.Select(archive => ComponentOf(archive.Definition, archive.Sha256))];
        List<(string, string)> dependencies = [.. components.Select(component => (root.Reference, component.Reference))];
        dependencies.AddRange(Requirements(archives));
        foreach ((string reference, LockedBaseImage image) in content.BaseImages)
        {
            components.Add(BaseImage(reference, image.Digest));
            dependencies.Add((root.Reference, ReferenceOf(reference)));
        }
        foreach ((string reference, LockedSeed seed) in content.Seeds)
        {
            components.Add(BaseImage(reference, seed.RootFileSystem));
            dependencies.Add((root.Reference, ReferenceOf(reference)));
            foreach (LockedPackage package in seed.Packages)
            {
                SbomComponent component = ComponentOf(package, seed.Distribution);
                components.Add(component);
                dependencies.Add((ReferenceOf(reference), component.Reference));
            }
        }
        return new Sbom(
            root,
            [.. components.DistinctBy(component => component.Reference, StringComparer.Ordinal).OrderBy(component => component.Reference, StringComparer.Ordinal)],
            [.. dependencies.Distinct().OrderBy(pair => pair.Item1, StringComparer.Ordinal).ThenBy(pair => pair.Item2, StringComparer.Ordinal)],
            epoch,
            tool);
    }

    /// <summary>A package of the tree.</summary>
    public static SbomComponent ComponentOf(PackageDefinition definition, string sha256) => new()
    {
        Reference = definition.Id.ToString(),
        Kind = SbomKind.Application,
        Name = definition.Id.Name.ToString(),
        Version = definition.Id.Version,
        Purl = PackageUrl.Of(definition.Id, sha256),
        Sha256 = sha256,
        Homepage = definition.Uri.FirstOrDefault(""),
        Description = definition.Description,
        License = definition.License,
    };

    /// <summary>Of each requirement the newest published package that meets it.</summary>
    private static IEnumerable<(string, string)> Requirements(IReadOnlyCollection<(PackageDefinition Definition, string)> archives)
    {
        ILookup<PackageName, PackageId> published = archives.Select(archive => archive.Definition.Id).ToLookup(id => id.Name);
        foreach (PackageDefinition definition in archives.Select(archive => archive.Definition))
        {
            foreach (PackageRequirement requirement in definition.Requires)
            {
                VersionSelector selector = VersionSelector.Parse(requirement.Selector);
                string? best = PackageVersion.Best(published[requirement.Name].Select(id => id.Version).Where(selector.Matches));
                if (best is not null)
                {
                    yield return (definition.Id.ToString(), new PackageId(requirement.Name, best).ToString());
                }
            }
        }
    }

    private static string ReferenceOf(string image) => $"image:{image}";

    private static SbomComponent BaseImage(string reference, string digest) => new()
    {
        Reference = ReferenceOf(reference),
        Kind = SbomKind.Container,
        Name = reference,
        Version = digest,
        Purl = PackageUrl.OfImage(reference, digest),
    };

    private static SbomComponent ComponentOf(LockedPackage package, SeedDistribution distribution)
    {
        string purl = PackageUrl.OfDebian(
            new InstalledPackage(package.Name, package.Version, package.Architecture), distribution == SeedDistribution.Ubuntu ? "ubuntu" : "debian", "");
        return new SbomComponent { Reference = purl, Kind = SbomKind.Library, Name = package.Name, Version = package.Version, Purl = purl, Sha256 = package.Sha256 };
    }
}
