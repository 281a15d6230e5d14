using System.Collections.Immutable;
using System.Text.Json;
using Cos.Sdk.Registry;

namespace Cos.Sdk.Building.Caching;

/// <summary>The note of an image, under the tag <c>lease-HASH</c> beside it: an image without layers whose configuration has two labels.</summary>
/// <param name="client">Speaks to the registry.</param>
/// <param name="image">The image, by name and tag.</param>
internal sealed class RegistryNote(RegistryClient client, ImageReference image) : ITurnNote
{
    private const string HolderLabel = "cos.holder";
    private const string StateLabel = "cos.state";
    private const string Held = "held";
    private const string Released = "released";

    private readonly ImageReference _note = image.WithTag("lease-" + image.Tag);

    /// <inheritdoc />
    public async Task<TurnNoteContent?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await client.GetManifestAsync(_note, cancellationToken).ConfigureAwait(false) is not { } manifest)
        {
            return null;
        }
        ImageConfiguration configuration = await client.GetConfigurationAsync(manifest, cancellationToken).ConfigureAwait(false);
        return new TurnNoteContent(manifest.Digest, configuration.Config.Labels?.GetValueOrDefault(StateLabel) == Released);
    }

    /// <inheritdoc />
    public async Task<string?> FindAsync(CancellationToken cancellationToken) =>
        (await client.FindManifestAsync(_note, cancellationToken).ConfigureAwait(false))?.Digest;

    /// <inheritdoc />
    public async Task<byte[]> PrepareAsync(string writer, bool isReleased, CancellationToken cancellationToken)
    {
        ImageConfiguration content = new()
        {
            Architecture = "unknown",
            Os = "unknown",
            Config = new ContainerSettings
            {
                Labels = ImmutableSortedDictionary.CreateRange<string, string>(
                    StringComparer.Ordinal, [new(HolderLabel, writer), new(StateLabel, isReleased ? Released : Held)]),
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

    /// <inheritdoc />
    public Task<string> WriteAsync(byte[] prepared, CancellationToken cancellationToken) =>
        client.PutManifestAsync(_note, MediaTypes.DockerManifest, prepared, cancellationToken);
}
