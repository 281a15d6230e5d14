using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Repositories;

/// <summary>Looks for packages in opened repositories, and shows what was found.</summary>
internal static class RepositorySearch
{
    private static readonly FoundPackagesContext Context = new(new JsonSerializerOptions
    {
        WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>All packages that a query means: by name, the newest version first, of equal ones the preferred repository's first.</summary>
    /// <param name="repositories">In any order; their priorities decide.</param>
    /// <param name="query">What is looked for.</param>
    public static ImmutableArray<FoundPackage> Find(IEnumerable<PackageRepository> repositories, PackageQuery query) =>
    [
        .. repositories
            .OrderBy(repository => repository.Reference.Priority)
            .SelectMany(repository => repository.Index.Packages.Select(package => Describe(repository, package, query.Match(package))))
            .OfType<FoundPackage>()
            .OrderBy(found => found.Package, StringComparer.Ordinal)
            .ThenByDescending(found => new PackageVersion(found.Version)),
    ];

    /// <summary>One line for each package, and one for each of its files that were asked for.</summary>
    public static IEnumerable<string> Write(IEnumerable<FoundPackage> found)
    {
        foreach (FoundPackage package in found)
        {
            string description = package.Description.Length == 0 ? "" : $": {package.Description.Split('\n')[0]}";
            yield return TarPath.ForMessage(string.Create(
                CultureInfo.InvariantCulture, $"{package.Package}@{package.Version} ({package.Repository}, revision {package.Revision}){description}"));
            foreach (string file in package.Files)
            {
                yield return $"  {TarPath.ForMessage(file)}";
            }
        }
    }

    /// <summary>The same as JSON: an array, members as in <see cref="FoundPackage"/>.</summary>
    public static string ToJson(ImmutableArray<FoundPackage> found) => JsonSerializer.Serialize(found, Context.ImmutableArrayFoundPackage) + "\n";

    private static FoundPackage? Describe(PackageRepository repository, RepositoryPackage package, IReadOnlyList<string>? files) => files is null
        ? null
        : new FoundPackage(
            package.Definition.Id.Name.ToString(),
            package.Definition.Id.Version,
            repository.Reference.Name,
            repository.Index.Header.Revision,
            package.Definition.Description,
            package.Definition.License,
            package.Definition.Labels,
            [.. package.Definition.Requires.Select(requirement => $"{requirement.Name}@{requirement.Selector}")],
            package.ArchiveFile,
            package.Sha256,
            [.. files]);
}

/// <summary>Serialisers made at compile time.</summary>
[JsonSerializable(typeof(ImmutableArray<FoundPackage>))]
internal sealed partial class FoundPackagesContext : JsonSerializerContext;
