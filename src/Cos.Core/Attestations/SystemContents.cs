using System.Collections.Immutable;
using System.Text;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Fetching;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Attestations;

/// <summary>The list of contents of a system package: the packages of the distribution in its archive.</summary>
internal static class SystemContents
{
    private const int LongestRelease = 64 * 1024;

    private static readonly string[] ReleaseFiles = ["usr/lib/os-release", "etc/os-release"];

    /// <summary>Reads an archive as a stream, as far as it must be read.</summary>
    /// <param name="file">The absolute path of the archive.</param>
    /// <param name="sha256">What it must be.</param>
    /// <param name="definition">The package.</param>
    /// <param name="epoch">Seconds since 1970.</param>
    /// <param name="tool">Name and version of the maker.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Without components when the archive has no database of installed packages.</returns>
    public static async Task<Sbom> ReadAsync(
        string file, string sha256, PackageDefinition definition, long epoch, (string Name, string Version) tool, CancellationToken cancellationToken)
    {
        List<InstalledPackage> installed = [];
        Dictionary<string, string> release = new(StringComparer.Ordinal);
        PackageArchiveReader reader = await PackageArchiveReader.OpenAsync(file, sha256, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadEntryAsync(cancellationToken).ConfigureAwait(false) is { } entry)
            {
                if (entry.Kind == TarEntryKind.File && DpkgDatabase.IsStatus(entry.Path))
                {
                    installed.AddRange(await DpkgDatabase.ReadAsync(reader.Content, cancellationToken).ConfigureAwait(false));
                }
                else if (entry is { Kind: TarEntryKind.File, Size: < LongestRelease } && ReleaseFiles.Contains(entry.Path))
                {
                    await ReadReleaseAsync(reader.Content, release, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        return Create(sha256, definition, installed, release, epoch, tool);
    }

    private static Sbom Create(
        string sha256, PackageDefinition definition, List<InstalledPackage> installed, Dictionary<string, string> release, long epoch, (string, string) tool)
    {
        string distribution = release.GetValueOrDefault("ID", "debian");
        string version = release.GetValueOrDefault("VERSION_ID", "");
        ImmutableArray<SbomComponent> components =
        [
            .. installed.Select(package => ComponentOf(package, distribution, version))
                .DistinctBy(component => component.Reference, StringComparer.Ordinal)
                .OrderBy(component => component.Reference, StringComparer.Ordinal),
        ];
        SbomComponent root = TreeContents.ComponentOf(definition, sha256) with { Kind = SbomKind.OperatingSystem };
        return new Sbom(root, components, [.. components.Select(component => (root.Reference, component.Reference))], epoch, tool);
    }

    private static SbomComponent ComponentOf(InstalledPackage package, string distribution, string release)
    {
        string purl = PackageUrl.OfDebian(package, distribution, release);
        return new SbomComponent
        {
            Reference = purl,
            Kind = SbomKind.Library,
            Name = package.Name,
            Version = package.Version,
            Purl = purl,
            Supplier = package.Maintainer,
            Homepage = package.Homepage,
            Description = package.Summary,
        };
    }

    /// <summary>The lines <c>NAME=value</c> or <c>NAME="value"</c>; the first file that is found counts.</summary>
    private static async Task ReadReleaseAsync(Stream content, Dictionary<string, string> release, CancellationToken cancellationToken)
    {
        using StreamReader text = new(content, Encoding.UTF8, false, 4096, leaveOpen: true);
        foreach (string line in (await text.ReadToEndAsync(cancellationToken).ConfigureAwait(false)).Split('\n'))
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                release.TryAdd(line[..equals].Trim(), line[(equals + 1)..].Trim().Trim('"', '\''));
            }
        }
    }
}
