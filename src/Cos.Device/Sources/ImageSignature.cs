using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Cos.Sdk.Registry;
using Cos.Sdk.Trust;

namespace Cos.Device.Sources;

/// <summary>Signatures of images as cosign stores them: an image tagged <c>sha256-DIGEST.sig</c>, each layer a signed statement of the digest.</summary>
internal static class ImageSignature
{
    private const string SignatureKey = "dev.cosignproject.cosign/signature";

    private const int MaxStatement = 64 << 10;

    private const int MaxSignatures = 64;

    /// <summary>Requires a signature by one of the keys.</summary>
    /// <exception cref="DeviceException">There is none.</exception>
    public static async Task RequireAsync(
        RegistryClient client, ImageReference image, string digest, ImmutableArray<VerificationKey> keys, CancellationToken cancellationToken)
    {
        ImageReference tag = image.WithTag(digest.Replace(':', '-') + ".sig");
        RegistryManifest? signatures = await client.GetManifestAsync(tag, cancellationToken).ConfigureAwait(false);
        foreach (ContentDescriptor layer in signatures?.ReadImage().Layers.Take(MaxSignatures) ?? [])
        {
            if (layer.Annotations?.GetValueOrDefault(SignatureKey) is { } signature)
            {
                byte[] statement = await client.ReadBlobAsync(image, layer, MaxStatement, cancellationToken).ConfigureAwait(false);
                string hash = Convert.ToHexStringLower(SHA256.HashData(statement));
                if (keys.Any(key => key.Verifies(hash, signature)) && DigestOf(statement) == digest)
                {
                    return;
                }
            }
        }
        throw new DeviceException(
            $"{image} ({digest}) is not signed by a key of /etc/cos/keys; sign it with cosign, or call cos-upgrade with --no-verify to trust it as it is");
    }

    private static string? DigestOf(byte[] statement)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(statement);
            return document.RootElement.GetProperty("critical").GetProperty("image").GetProperty("docker-manifest-digest").GetString();
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
