using Cos.Sdk.Diagnostics;
using Cos.Sdk.Engine;

namespace Cos.Sdk.Fetching;

/// <summary>Finds out, and holds to, the content behind the reference of a base image that nobody makes here.</summary>
internal sealed class BaseImageFetcher(IImageEngine engine)
{
    /// <summary>Sees to it that the engine has the locked content, or locks what the reference stands for now.</summary>
    /// <param name="reference">As packages write it.</param>
    /// <param name="locked">What the lock says; null for nothing.</param>
    /// <param name="policy">Whether that binds.</param>
    /// <param name="platform"><c>os/architecture[/variant]</c>, or null for the engine's own.</param>
    /// <param name="credential">For the registry; null for none.</param>
    /// <param name="location">Where the reference is written, for messages.</param>
    /// <param name="cancellationToken">Ends a pull.</param>
    /// <exception cref="CosException">COS7503 not in the lock although it must be, COS7520 not to be had, COS7521 the locked content is not to be had.</exception>
    public async Task<LockedBaseImage> EnsureAsync(
        string reference,
        LockedBaseImage? locked,
        LockPolicy policy,
        string? platform,
        EngineCredential? credential,
        SourceLocation? location,
        CancellationToken cancellationToken)
    {
        if (policy == LockPolicy.Locked && locked is null)
        {
            throw new CosException(FetchingDiagnostics.LockDoesNotAnswer(location, reference));
        }
        if (locked is not null && policy != LockPolicy.Refresh)
        {
            await HoldAsync(reference, locked, platform, credential, location, cancellationToken).ConfigureAwait(false);
            return locked;
        }
        ImageDetails? present = await engine.InspectImageAsync(reference, cancellationToken).ConfigureAwait(false);
        bool isLocal = present is not null && RegistryDigest(reference, present) is null;
        if (present is null || (policy == LockPolicy.Refresh && !isLocal))
        {
            await PullAsync(reference, platform, credential, cause => FetchingDiagnostics.BaseImageUnavailable(location, reference, cause), cancellationToken)
                .ConfigureAwait(false);
            present = await engine.InspectImageAsync(reference, cancellationToken).ConfigureAwait(false)
                ?? throw new CosException(FetchingDiagnostics.BaseImageUnavailable(location, reference, "The engine does not have it after the pull."));
        }
        return RegistryDigest(reference, present) is { } digest ? new LockedBaseImage(digest) : new LockedBaseImage(present.Id, IsLocal: true);
    }

    private async Task HoldAsync(
        string reference,
        LockedBaseImage locked,
        string? platform,
        EngineCredential? credential,
        SourceLocation? location,
        CancellationToken cancellationToken)
    {
        ImageDetails? present = await engine.InspectImageAsync(reference, cancellationToken).ConfigureAwait(false);
        if (present is not null && (present.Id == locked.Digest || RegistryDigest(reference, present) == locked.Digest))
        {
            return;
        }
        string exact = locked.IsLocal ? locked.Digest : $"{ImageTag.Parse(reference).Name}@{locked.Digest}";
        if (await engine.InspectImageAsync(exact, cancellationToken).ConfigureAwait(false) is null)
        {
            if (locked.IsLocal)
            {
                throw new CosException(FetchingDiagnostics.LockedBaseImageGone(
                    location, reference, locked.Digest, "It was only in the engine that locked it, and this engine does not have it."));
            }
            await PullAsync(
                exact, platform, credential, cause => FetchingDiagnostics.LockedBaseImageGone(location, reference, locked.Digest, cause), cancellationToken)
                .ConfigureAwait(false);
        }
        await engine.TagImageAsync(exact, reference, cancellationToken).ConfigureAwait(false);
    }

    private async Task PullAsync(
        string reference, string? platform, EngineCredential? credential, Func<string, Diagnostic> explain, CancellationToken cancellationToken)
    {
        try
        {
            await engine.PullImageAsync(reference, platform, credential, progress: null, cancellationToken).ConfigureAwait(false);
        }
        catch (CosException failure)
        {
            throw new CosException(explain(failure.Diagnostics[0].Message), failure);
        }
    }

    /// <summary>The manifest's digest under the reference's own name; engines write the name out, or leave the registry away.</summary>
    private static string? RegistryDigest(string reference, ImageDetails image)
    {
        string name = ImageTag.Parse(reference).Name;
        string[][] known = [.. image.RepoDigests.Select(entry => entry.Split('@')).Where(parts => parts.Length == 2)];
        string[]? match = Array.Find(known, parts => parts[0] == name)
            ?? Array.Find(known, parts => parts[0].EndsWith("/" + name, StringComparison.Ordinal) || name.EndsWith("/" + parts[0], StringComparison.Ordinal));
        return match?[1];
    }
}
