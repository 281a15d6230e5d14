using System.Collections.Immutable;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Repositories;

/// <summary>A repository in several places with the same content, of which the next is asked when one fails or does not have something.</summary>
/// <param name="places">In the order in which they are asked; at least one.</param>
internal sealed class FallbackTransport(ImmutableArray<IRepositoryTransport> places) : IRepositoryTransport
{
    private int _answered;

    /// <inheritdoc />
    public string Address => string.Join(", ", places.Select(place => place.Address));

    /// <inheritdoc />
    public Task<Stream?> OpenFileAsync(string fileName, string? sha256, CancellationToken cancellationToken) =>
        AskAsync(place => place.OpenFileAsync(fileName, sha256, cancellationToken));

    /// <inheritdoc />
    public Task<OpenedArchive?> OpenArchiveAsync(RepositoryPackage package, CancellationToken cancellationToken) =>
        AskAsync(place => place.OpenArchiveAsync(package, cancellationToken));

    private async Task<T?> AskAsync<T>(Func<IRepositoryTransport, Task<T?>> ask)
        where T : class
    {
        List<Diagnostic> failures = [];
        // One that failed before is not waited for again while another answers.
        int first = _answered;
        for (int i = 0; i < places.Length; i++)
        {
            int place = (first + i) % places.Length;
            try
            {
                if (await ask(places[place]).ConfigureAwait(false) is { } found)
                {
                    _answered = place;
                    return found;
                }
            }
            catch (CosException failure)
            {
                failures.AddRange(failure.Diagnostics);
            }
        }
        return failures.Count == 0 ? null : throw new CosException(failures);
    }
}
