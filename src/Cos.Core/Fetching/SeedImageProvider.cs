using Cos.Sdk.Diagnostics;
using Cos.Sdk.Engine;
using Cos.Sdk.Tools;

namespace Cos.Sdk.Fetching;

/// <summary>Sees to it that the engine has the images of seeds: from an image of the same content, from the cache, or made anew.</summary>
internal sealed class SeedImageProvider(IImageEngine engine, SeedBuilder builder, IToolRunner tools)
{
    /// <summary>Gives the engine a seed's image under the seed's reference and under a tag that names its content.</summary>
    /// <returns>The lock that now holds; the given one when nothing had to change.</returns>
    /// <exception cref="CosException">The lock does not answer although it must, or the seed cannot be made.</exception>
    public async Task<LockedSeed> EnsureAsync(
        SeedImage seed, LockedSeed? locked, LockPolicy policy, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        LockedSeed? answer = locked?.Answers(seed) == true ? locked : null;
        if (policy == LockPolicy.Locked && answer is null)
        {
            throw new CosException(FetchingDiagnostics.LockDoesNotAnswer(seed.Location, seed.Reference));
        }
        return seed.IsImage ? await EnsureImageAsync(seed, answer, policy, cancellationToken).ConfigureAwait(false)
            : seed.IsTarball
            ? await EnsureTarballAsync(seed, answer, policy, cancellationToken).ConfigureAwait(false)
            : await EnsureBootstrappedAsync(seed, answer, policy, diagnostics, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The tag of a seed's content, whatever its reference stands for later.</summary>
    public static string ContentTag(SeedImage seed, LockedSeed locked) => ContentTag(seed.Reference, locked);

    /// <summary>The tag of a seed's content, whatever its reference stands for later.</summary>
    public static string ContentTag(string reference, LockedSeed locked) =>
        $"{ImageTag.Parse(reference).Name}:seed-{locked.RootFileSystem["sha256:".Length..][..16]}";

    private async Task<LockedSeed> EnsureBootstrappedAsync(
        SeedImage seed, LockedSeed? locked, LockPolicy policy, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        if (policy != LockPolicy.Refresh && locked is not null && await ReuseAsync(seed, locked, cancellationToken).ConfigureAwait(false))
        {
            return locked;
        }
        BuiltSeed built = await builder.BuildAsync(seed, policy == LockPolicy.Refresh ? null : locked, cancellationToken).ConfigureAwait(false);
        if (locked is not null && built.Locked.Packages.SequenceEqual(locked.Packages))
        {
            if (policy == LockPolicy.Refresh)
            {
                // The archive has a newer date and nothing new: what is locked stays as it is.
                return await EnsureBootstrappedAsync(seed, locked, LockPolicy.Reuse, diagnostics, cancellationToken).ConfigureAwait(false);
            }
            CheckDigest(seed, locked, built.Locked, policy, diagnostics);
        }
        await ImportAsync(
            seed, built.Locked, (target, token) => RootFileSystemFile.ReadAsync(built.File, target, token), cancellationToken).ConfigureAwait(false);
        return built.Locked;
    }

    private static void CheckDigest(SeedImage seed, LockedSeed locked, LockedSeed made, LockPolicy policy, DiagnosticBag diagnostics)
    {
        if (made.RootFileSystem == locked.RootFileSystem)
        {
            return;
        }
        if (policy == LockPolicy.Locked)
        {
            throw new CosException(FetchingDiagnostics.SeedDiffersLocked(seed.Location, seed.Reference, locked.RootFileSystem, made.RootFileSystem));
        }
        diagnostics.Add(FetchingDiagnostics.SeedDiffers(seed.Location, seed.Reference, locked.RootFileSystem, made.RootFileSystem));
    }

    private async Task<LockedSeed> EnsureTarballAsync(SeedImage seed, LockedSeed? locked, LockPolicy policy, CancellationToken cancellationToken)
    {
        TarballSeed tarball = new(tools, seed);
        LockedSeed described = await tarball.DescribeAsync(locked, cancellationToken).ConfigureAwait(false);
        if (policy == LockPolicy.Locked && described != locked)
        {
            throw new CosException(FetchingDiagnostics.TarballChanged(seed.Location, seed.Reference, seed.Tarball));
        }
        if (!await ReuseAsync(seed, described, cancellationToken).ConfigureAwait(false))
        {
            await ImportAsync(seed, described, tarball.WriteAsync, cancellationToken).ConfigureAwait(false);
        }
        return described;
    }

    private async Task<LockedSeed> EnsureImageAsync(SeedImage seed, LockedSeed? locked, LockPolicy policy, CancellationToken cancellationToken)
    {
        ImageArchiveSeed archive = new(seed);
        LockedSeed described = await archive.DescribeAsync(locked, cancellationToken).ConfigureAwait(false);
        if (policy == LockPolicy.Locked && described != locked)
        {
            throw new CosException(FetchingDiagnostics.TarballChanged(seed.Location, seed.Reference, seed.Tarball));
        }
        if (!await ReuseAsync(seed, described, cancellationToken).ConfigureAwait(false))
        {
            await archive.LoadAsync(engine, cancellationToken).ConfigureAwait(false);
            await engine.TagImageAsync(seed.Reference, ContentTag(seed, described), cancellationToken).ConfigureAwait(false);
        }
        return described;
    }

    private async Task<bool> ReuseAsync(SeedImage seed, LockedSeed locked, CancellationToken cancellationToken)
    {
        string tag = ContentTag(seed, locked);
        if (await engine.InspectImageAsync(tag, cancellationToken).ConfigureAwait(false) is not { } content)
        {
            return false;
        }
        ImageDetails? current = await engine.InspectImageAsync(seed.Reference, cancellationToken).ConfigureAwait(false);
        if (current?.Id != content.Id)
        {
            await engine.TagImageAsync(tag, seed.Reference, cancellationToken).ConfigureAwait(false);
        }
        return true;
    }

    private async Task ImportAsync(
        SeedImage seed, LockedSeed locked, Func<Stream, CancellationToken, Task<string>> write, CancellationToken cancellationToken)
    {
        string tag = ContentTag(seed, locked);
        string written = "";
        ImageImportRequest request = new()
        {
            // Not under the content's tag before the content is known to be right.
            Tag = seed.Reference,
            WriteRootFileSystem = async (target, token) => written = await write(target, token).ConfigureAwait(false),
            Platform = await PlatformAsync(seed, cancellationToken).ConfigureAwait(false),
        };
        await engine.ImportImageAsync(request, cancellationToken).ConfigureAwait(false);
        if (written != locked.RootFileSystem)
        {
            await engine.RemoveImageAsync(seed.Reference, cancellationToken).ConfigureAwait(false);
            throw new CosException(FetchingDiagnostics.SeedDiffersLocked(seed.Location, seed.Reference, locked.RootFileSystem, written));
        }
        await engine.TagImageAsync(seed.Reference, tag, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Null for the engine's own, which older engines do not let one say.</summary>
    private async Task<string?> PlatformAsync(SeedImage seed, CancellationToken cancellationToken)
    {
        if (seed.IsTarball)
        {
            return null;
        }
        return (await engine.GetInfoAsync(cancellationToken).ConfigureAwait(false)).Platform == seed.Platform ? null : seed.Platform;
    }
}
