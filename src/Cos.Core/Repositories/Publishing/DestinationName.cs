using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Registry;

namespace Cos.Sdk.Repositories.Publishing;

/// <summary>What <c>CosFinalRepository</c> names: a folder, or a repository of a registry.</summary>
/// <param name="Folder">Absolute path; null for a registry.</param>
/// <param name="Repository">Name in a registry; null for a folder.</param>
internal sealed record DestinationName(string? Folder, ImageReference? Repository)
{
    /// <summary>Reads a destination.</summary>
    /// <param name="text">A folder (absolute, beginning with a dot, or ending in a slash) or a name with a registry in it.</param>
    /// <param name="baseFolder">Absolute path that relative folders begin at.</param>
    /// <param name="location">Where it is written.</param>
    /// <exception cref="CosException">It is neither.</exception>
    public static DestinationName Parse(string text, string baseFolder, SourceLocation? location)
    {
        if (text.StartsWith("file:", StringComparison.OrdinalIgnoreCase) || text.StartsWith('.') || text.EndsWith('/')
            || text.Contains('\\', StringComparison.Ordinal) || Path.IsPathRooted(text))
        {
            return new DestinationName(DiskTransport.FolderOf(text, baseFolder), null);
        }
        if (!ImageReference.TryParse(text, out ImageReference? reference, out string? problem))
        {
            throw new CosException(PublishingDiagnostics.InvalidDestination(location, text, problem));
        }
        return reference.Tag is not null || reference.Digest is not null
            ? throw new CosException(PublishingDiagnostics.InvalidDestination(location, text, "it has a tag or a digest, and tags are given by the repository"))
            : !text.StartsWith(reference.Registry + "/", StringComparison.Ordinal)
            ? throw new CosException(PublishingDiagnostics.InvalidDestination(location, text, "it names no registry"))
            : new DestinationName(null, reference);
    }

    /// <summary>The type of a published folder: as asked for, else <c>http</c> when clients find it on the web, else <c>disk</c>.</summary>
    public static RepositoryType TypeOf(string asked, ImmutableArray<string> urls, SourceLocation? location)
    {
        RepositoryType type = asked.Length > 0 ? RepositoryTypes.Parse(asked, "CosRepositoryType", location)
            : urls.Any(url => url.StartsWith("http", StringComparison.OrdinalIgnoreCase)) ? RepositoryType.Http
            : RepositoryType.Disk;
        return type == RepositoryType.Docker
            ? throw new CosException(RepositoryDiagnostics.TypeUnknown(location, "CosRepositoryType", asked))
            : type;
    }
}
