using System.Collections.Concurrent;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Engine;
using Cos.Sdk.Registry;

namespace Cos.Sdk.Building.Caching;

/// <summary>Asks registries which images of nodes they have. Needs no engine.</summary>
/// <param name="client">Speaks to registries.</param>
/// <param name="options">Which repositories are asked.</param>
/// <param name="report">Takes warnings: a registry that does not answer is asked once, and told of once.</param>
internal sealed class CacheLookup(RegistryClient client, CacheOptions options, Action<Diagnostic> report)
{
    private const int Width = 16;

    private readonly ConcurrentDictionary<string, bool> _unusable = new(StringComparer.Ordinal);

    /// <summary>Asks for images by name: one request for each image and repository until one has it.</summary>
    /// <param name="images">Names with the hash as tag.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Those that are there, each with the repository and digest.</returns>
    public async Task<Dictionary<string, ImageReference>> FindAsync(IEnumerable<string> images, CancellationToken cancellationToken)
    {
        ConcurrentDictionary<string, ImageReference> found = new(StringComparer.Ordinal);
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = Width, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(images, parallel, async (image, token) =>
        {
            if (await FindAsync(image, token).ConfigureAwait(false) is { } reference)
            {
                found[image] = reference;
            }
        }).ConfigureAwait(false);
        return new Dictionary<string, ImageReference>(found, StringComparer.Ordinal);
    }

    /// <summary>Asks for one image; null when no repository has it.</summary>
    public async Task<ImageReference?> FindAsync(string image, CancellationToken cancellationToken)
    {
        foreach (ImageReference repository in RepositoriesFor(image).Where(repository => !_unusable.ContainsKey(repository.Name)))
        {
            try
            {
                ContentDescriptor? manifest = await client
                    .FindManifestAsync(repository.WithTag(ImageTag.Parse(image).Tag), cancellationToken).ConfigureAwait(false);
                if (manifest is { Digest.Length: > 0 })
                {
                    return repository.WithDigest(manifest.Digest);
                }
            }
            catch (CosException failure)
            {
                // A registry that does not answer is asked once, and told of once.
                if (_unusable.TryAdd(repository.Name, true))
                {
                    report(CacheDiagnostics.Unusable(repository.Name, failure.Diagnostics[0].Message));
                }
            }
        }
        return null;
    }

    private IEnumerable<ImageReference> RepositoriesFor(string image) =>
        options.OfOthers.TryGetValue(image, out ImageReference? other) ? options.PullFrom.Append(other).Distinct() : options.PullFrom;
}
