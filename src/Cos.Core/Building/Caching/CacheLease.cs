using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Registry;

namespace Cos.Sdk.Building.Caching;

/// <summary>
/// A note in the registry, under the tag <c>lease-HASH</c>, that this machine makes an image. It is an image without layers whose
/// configuration names the holder and a count, and it is renewed while the work lasts. Another machine's note that is released, or that
/// was not renewed for a while, counts no more. No clock but the reader's own is compared.
/// </summary>
/// <param name="client">Speaks to the registry.</param>
/// <param name="image">The image, by name and tag.</param>
internal sealed class CacheLease(RegistryClient client, ImageReference image) : IAsyncDisposable
{
    private const string HolderLabel = "cos.holder";
    private const string StateLabel = "cos.state";
    private const string Released = "released";

    /// <summary>How often a note is renewed.</summary>
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(10);

    /// <summary>How long a note counts without renewal.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(40);

    /// <summary>How long to look whether another machine wrote its note at the same moment.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(1500);

    private readonly ImageReference _note = image.WithTag("lease-" + image.Tag);
    private readonly string _holder = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
    private readonly CancellationTokenSource _stop = new();
    private int _count;
    private string _seen = "";
    private long _seenAt;
    private Task? _renewing;

    /// <summary>Takes the turn, unless another machine has it.</summary>
    public async Task<bool> TryTakeAsync(CancellationToken cancellationToken)
    {
        RegistryManifest? note = await client.GetManifestAsync(_note, cancellationToken).ConfigureAwait(false);
        if (note is not null && !await IsOverAsync(note, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }
        byte[] held = await PrepareAsync("held", cancellationToken).ConfigureAwait(false);
        // Asked once more just before the note is written: what is long is done by now.
        if ((await client.FindManifestAsync(_note, cancellationToken).ConfigureAwait(false))?.Digest != note?.Digest)
        {
            return false;
        }
        string mine = await client.PutManifestAsync(_note, MediaTypes.DockerManifest, held, cancellationToken).ConfigureAwait(false);
        await Task.Delay(Settling, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        if ((await client.FindManifestAsync(_note, cancellationToken).ConfigureAwait(false))?.Digest != mine)
        {
            return false;
        }
        _renewing = RenewAsync(_stop.Token);
        return true;
    }

    /// <summary>Releases the turn.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _renewing, null) is { } renewing)
        {
            await _stop.CancelAsync().ConfigureAwait(false);
            await renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await WriteAsync(Released, CancellationToken.None).ConfigureAwait(false);
            }
            catch (CosException)
            {
                // It ends by itself.
            }
        }
        _stop.Dispose();
    }

    private async Task<bool> IsOverAsync(RegistryManifest note, CancellationToken cancellationToken)
    {
        if (note.Digest != _seen)
        {
            _seen = note.Digest;
            _seenAt = TimeProvider.System.GetTimestamp();
            ImageConfiguration configuration = await client.GetConfigurationAsync(note, cancellationToken).ConfigureAwait(false);
            return configuration.Config.Labels?.GetValueOrDefault(StateLabel) == Released;
        }
        return TimeProvider.System.GetElapsedTime(_seenAt) > Life;
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(Renewal, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            try
            {
                await WriteAsync("held", cancellationToken).ConfigureAwait(false);
            }
            catch (CosException)
            {
                // The next renewal may reach the registry; until then others may begin the same work, which does no harm.
            }
        }
    }

    private async Task WriteAsync(string state, CancellationToken cancellationToken) => await client.PutManifestAsync(
        _note, MediaTypes.DockerManifest, await PrepareAsync(state, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>A note's manifest; what it names is in the registry.</summary>
    private async Task<byte[]> PrepareAsync(string state, CancellationToken cancellationToken)
    {
        ImageConfiguration content = new()
        {
            Architecture = "unknown",
            Os = "unknown",
            Config = new ContainerSettings
            {
                Labels = ImmutableSortedDictionary.CreateRange<string, string>(
                    StringComparer.Ordinal,
                    [new(HolderLabel, $"{_holder}-{Interlocked.Increment(ref _count)}"), new(StateLabel, state)]),
            },
        };
        byte[] configuration = JsonSerializer.SerializeToUtf8Bytes(content, RegistryJsonContext.Default.ImageConfiguration);
        ImageManifest manifest = new()
        {
            MediaType = MediaTypes.DockerManifest,
            Config = new ContentDescriptor
            {
                MediaType = MediaTypes.DockerConfiguration,
                Digest = ContentDigest.Of(configuration),
                Size = configuration.Length,
            },
            Layers = [],
        };
        await client.UploadBlobAsync(_note, BlobSource.Of(configuration), null, cancellationToken).ConfigureAwait(false);
        return JsonSerializer.SerializeToUtf8Bytes(manifest, RegistryJsonContext.Default.ImageManifest);
    }
}
