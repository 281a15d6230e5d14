using System.Security.Cryptography;
using System.Text;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trust;

namespace Cos.Sdk.Repositories;

/// <summary>
/// Checks that a repository.yaml was signed by a trusted key. It names tree and index with their checksums, and the index names the archives with
/// theirs, so that its signature covers the whole repository.
/// </summary>
internal static class SignedEntryPoint
{
    /// <summary>Looks for the signature that is named by the content, then for the one beside it.</summary>
    /// <param name="reference">The repository, with the keys that it trusts.</param>
    /// <param name="transport">Brings signatures.</param>
    /// <param name="entryPoint">The name of repository.yaml, or of a snapshot of it.</param>
    /// <param name="content">Its content.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Fingerprint of the key; empty when the reference names none.</returns>
    /// <exception cref="CosException">There is none, or it is not of a trusted key over this content.</exception>
    public static async Task<string> VerifyAsync(
        RepositoryReference reference, IRepositoryTransport transport, string entryPoint, byte[] content, CancellationToken cancellationToken)
    {
        if (reference.VerificationKeys.IsEmpty)
        {
            return "";
        }
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        string beside = entryPoint + SignatureFile.Suffix;
        string? refused = null;
        foreach (string name in (string[])[RepositoryFileName.SignatureOf(sha256), beside])
        {
            string? signature;
            try
            {
                signature = await ReadAsync(transport, name, cancellationToken).ConfigureAwait(false);
            }
            catch (CosException) when (refused is not null)
            {
                // A place that does not answer does not hide what another one said.
                break;
            }
            if (signature is not null)
            {
                if (reference.VerificationKeys.FirstOrDefault(key => key.Verifies(sha256, signature)) is { } trusted)
                {
                    return trusted.Fingerprint;
                }
                refused ??= name;
            }
        }
        throw new CosException(refused is null
            ? TrustDiagnostics.Unsigned(reference.Location, reference.Name, beside, transport.Address)
            : TrustDiagnostics.SignatureMismatch(reference.Location, reference.Name, refused, transport.Address));
    }

    private static async Task<string?> ReadAsync(IRepositoryTransport transport, string name, CancellationToken cancellationToken)
    {
        Stream? file = await transport.OpenFileAsync(name, sha256: null, cancellationToken).ConfigureAwait(false);
        if (file is null)
        {
            return null;
        }
        await using (file.ConfigureAwait(false))
        {
            byte[] bytes = new byte[SignatureFile.Longest];
            int length = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return Encoding.ASCII.GetString(bytes, 0, length);
        }
    }
}
