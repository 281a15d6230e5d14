using Cos.Sdk.Diagnostics;
using Cos.Sdk.Engine;
using Cos.Sdk.Registry;
using ImagePlatform = Cos.Sdk.Registry.ImagePlatform;

namespace Cos.Sdk.Building.Caching;

/// <summary>
/// Images of nodes in registries: looked for by name, pulled by digest through the engine, pushed when they were made. What goes wrong is a
/// warning and the build goes on without; only an image that is not what it should be is an error.
/// </summary>
/// <param name="client">Speaks to registries.</param>
/// <param name="credentials">The user's credentials, for the engine.</param>
/// <param name="engine">Pulls and pushes.</param>
/// <param name="options">Where.</param>
/// <param name="report">Takes warnings.</param>
internal sealed class RemoteCache(
    RegistryClient client, IRegistryCredentials credentials, IImageEngine engine, CacheOptions options, Action<Diagnostic> report)
{
    private readonly CacheLookup _lookup = new(client, options, report);

    /// <summary>Where and how.</summary>
    public CacheOptions Options { get; } = options;

    /// <inheritdoc cref="CacheLookup.FindAsync(IEnumerable{string}, CancellationToken)" />
    public Task<Dictionary<string, ImageReference>> FindAsync(IEnumerable<string> images, CancellationToken cancellationToken) =>
        _lookup.FindAsync(images, cancellationToken);

    /// <inheritdoc cref="CacheLookup.FindAsync(string, CancellationToken)" />
    public Task<ImageReference?> FindAsync(string image, CancellationToken cancellationToken) => _lookup.FindAsync(image, cancellationToken);

    /// <summary>Has the engine pull an image, and gives it the node's name.</summary>
    /// <param name="image">The node's name for it.</param>
    /// <param name="platform">What it must be for.</param>
    /// <param name="reference">Where it is, with its digest.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>False when it could not be pulled; then it has to be made.</returns>
    /// <exception cref="CosException">It is not what its digest says, or for another platform.</exception>
    public async Task<bool> PullAsync(string image, string platform, ImageReference reference, CancellationToken cancellationToken)
    {
        try
        {
            RegistryManifest manifest = await client
                .GetImageAsync(reference, ImagePlatform.Parse(platform), cancellationToken).ConfigureAwait(false);
            string exact = $"{reference.Name}@{manifest.Digest}";
            await engine.PullImageAsync(exact, platform, await CredentialAsync(reference.Registry, cancellationToken).ConfigureAwait(false), null, cancellationToken)
                .ConfigureAwait(false);
            ImageDetails? pulled = await engine.InspectImageAsync(exact, cancellationToken).ConfigureAwait(false);
            string configuration = manifest.ReadImage().Config!.Digest;
            if (pulled is null || (pulled.Id != configuration && pulled.Id != manifest.Digest))
            {
                throw new CosException(RegistryDiagnostics.DigestMismatch(exact, configuration, pulled?.Id ?? "nothing"));
            }
            await engine.TagImageAsync(exact, image, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (CosException failure) when (failure.Diagnostics.Any(RegistryDiagnostics.IsWrongContent))
        {
            throw new CosException(CacheDiagnostics.WrongImage(reference.ToString(), failure.Diagnostics[0].Message), failure);
        }
        catch (CosException failure)
        {
            report(CacheDiagnostics.Unusable(reference.Name, failure.Diagnostics[0].Message));
            return false;
        }
    }

    /// <summary>Has the engine push an image that was made.</summary>
    public async Task PushAsync(string image, CancellationToken cancellationToken)
    {
        ImageReference reference = ImageReference.Parse(image);
        try
        {
            await engine
                .PushImageAsync(image, await CredentialAsync(reference.Registry, cancellationToken).ConfigureAwait(false), null, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (CosException failure)
        {
            report(CacheDiagnostics.Unusable(reference.Name, failure.Diagnostics[0].Message));
        }
    }

    /// <summary>
    /// Takes the turn to make an image, or waits while another machine makes it.
    /// </summary>
    /// <param name="image">The node's name for it.</param>
    /// <param name="platform">What it must be for.</param>
    /// <param name="waiting">Called once when another machine makes it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether another machine made it, so that it is in the engine now; otherwise the turn, which is null when there is no waiting.</returns>
    public async Task<(bool IsPulled, CacheLease? Turn)> TakeTurnAsync(
        string image, string platform, Action waiting, CancellationToken cancellationToken)
    {
        if (Options is not { Pushes: true } || Options.Wait <= TimeSpan.Zero)
        {
            return (false, null);
        }
        TimeProvider time = TimeProvider.System;
        CacheLease lease = new(new RegistryNote(client, ImageReference.Parse(image)), Options.Turns, time);
        long start = time.GetTimestamp();
        bool told = false;
        try
        {
            while (!await lease.TryTakeAsync(cancellationToken).ConfigureAwait(false))
            {
                if (await FindAsync(image, cancellationToken).ConfigureAwait(false) is { } reference)
                {
                    return (await PullAsync(image, platform, reference, cancellationToken).ConfigureAwait(false), null);
                }
                if (time.GetElapsedTime(start) > Options.Wait)
                {
                    return (false, null);
                }
                if (!told)
                {
                    waiting();
                    told = true;
                }
                await Task.Delay(Options.PollInterval, time, cancellationToken).ConfigureAwait(false);
            }
            // Whoever had the turn before may have finished between our two questions.
            if (await FindAsync(image, cancellationToken).ConfigureAwait(false) is { } made
                && await PullAsync(image, platform, made, cancellationToken).ConfigureAwait(false))
            {
                await lease.DisposeAsync().ConfigureAwait(false);
                return (true, null);
            }
            return (false, lease);
        }
        catch (CosException failure) when (!failure.Diagnostics.Any(CacheDiagnostics.IsWrongImage))
        {
            report(CacheDiagnostics.Unusable(ImageReference.Parse(image).Name, failure.Diagnostics[0].Message));
            return (false, null);
        }
    }

    private async Task<EngineCredential?> CredentialAsync(string registry, CancellationToken cancellationToken)
    {
        RegistryCredential? credential = await credentials.FindAsync(registry, cancellationToken).ConfigureAwait(false);
        return credential is null ? null : new EngineCredential
        {
            Server = registry == "docker.io" ? "https://index.docker.io/v1/" : registry,
            UserName = credential.UserName.Length > 0 ? credential.UserName : null,
            Password = credential.UserName.Length > 0 ? credential.Password : null,
            IdentityToken = credential.IdentityToken.Length > 0 ? credential.IdentityToken : null,
        };
    }
}
