using Cos.Sdk.Artifacts;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;

namespace Cos.Sdk.Repositories;

/// <summary>Reads packages' archives and vouches for them: after the last entry the bytes have been found to be those that the index promises.</summary>
internal static class VerifiedArchive
{
    /// <summary>Takes one entry with its number and its content.</summary>
    internal delegate Task Visitor(int ordinal, TarEntry entry, Stream content);

    /// <summary>Reads an archive once, from its first to its last byte.</summary>
    /// <param name="package">The package.</param>
    /// <param name="limits">Bounds of the archive.</param>
    /// <param name="visit">Called for each entry in turn, before the archive is known to be sound.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="CosException">
    /// The archive is missing, corrupted, unsafe or unreadable. What the visitor did until then must be discarded.
    /// </exception>
    public static async Task ReadAsync(InstallationPackage package, TarLimits limits, Visitor visit, CancellationToken cancellationToken)
    {
        OpenedArchive archive = await package.Repository.Transport.OpenArchiveAsync(package.Package, cancellationToken).ConfigureAwait(false)
            ?? throw new CosException(RepositoryDiagnostics.FileMissing(
                package.Package.ArchiveFile, package.Repository.Reference.Name, package.Repository.Transport.Address));
        await using (archive.Content.ConfigureAwait(false))
        {
            if (!package.Repository.Reference.VerificationKeys.IsEmpty && archive.Sha256 != package.Package.Sha256)
            {
                throw new CosException(TrustDiagnostics.ArchiveNotCovered(package.Package.ArchiveFile, package.Repository.Reference.Name));
            }
            HashingStream stored = new(archive.Content);
            await using (stored.ConfigureAwait(false))
            {
                try
                {
                    await VisitAsync(package, stored, limits, visit, cancellationToken).ConfigureAwait(false);
                }
                catch (CosException)
                {
                    // Damage shows in many ways; that the bytes are not the promised ones is the one to report.
                    await VerifyAsync(package, archive, stored, cancellationToken).ConfigureAwait(false);
                    throw;
                }
                await VerifyAsync(package, archive, stored, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task VisitAsync(
        InstallationPackage package, Stream stored, TarLimits limits, Visitor visit, CancellationToken cancellationToken)
    {
        DecompressionStream content = await DecompressionStream
            .OpenAsync(stored, DecompressionLimits.Default, package.ArchiveName, cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            TarStreamReader reader = new(content, limits, package.ArchiveName);
            await using (reader.ConfigureAwait(false))
            {
                for (int ordinal = 0; await reader.ReadEntryAsync(cancellationToken).ConfigureAwait(false) is { } entry; ordinal++)
                {
                    await visit(ordinal, entry, reader.Content).ConfigureAwait(false);
                }
            }
        }
    }

    private static async Task VerifyAsync(
        InstallationPackage package, OpenedArchive archive, HashingStream stored, CancellationToken cancellationToken)
    {
        await stored.DrainAsync(cancellationToken).ConfigureAwait(false);
        string actual = stored.GetSha256();
        if (!string.Equals(actual, archive.Sha256, StringComparison.Ordinal))
        {
            package.Repository.Transport.Discard(archive.Sha256);
            throw new CosException(RepositoryDiagnostics.ChecksumMismatch(
                package.Package.ArchiveFile, package.Repository.Reference.Name, archive.Sha256, actual));
        }
    }
}
