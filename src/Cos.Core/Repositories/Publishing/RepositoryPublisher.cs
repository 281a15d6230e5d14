using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Files;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Repositories.Publishing;

/// <summary>
/// Publishes a repository: adds its packages to those that the destination lists, sends what is not there, and raises the revision when
/// the content changed. Readers see the old revision whole until the entry point moves.
/// </summary>
internal sealed class RepositoryPublisher(IRepositoryDestination destination, PublishRequest request, DiagnosticBag diagnostics)
{
    private const int MaxAttempts = 5;

    /// <summary>Publishes.</summary>
    /// <exception cref="CosException">Names that the destination cannot hold, requirements that nothing meets, failures of the destination.</exception>
    public async Task<PublishResult> PublishAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(request.WorkFolder);
        ListedRepository source = await ListedRepository
            .ReadAsync("source", new DiskTransport([request.Source]), cancellationToken).ConfigureAwait(false)
            ?? throw new CosException(RepositoryDiagnostics.RepositoryNotFound(request.Location, "source", request.Source));
        for (int attempt = 1; ; attempt++)
        {
            if (await TryPublishAsync(source, cancellationToken).ConfigureAwait(false) is { } result)
            {
                return result;
            }
            if (attempt == MaxAttempts)
            {
                throw new CosException(PublishingDiagnostics.OthersPublish(request.Location, destination.Transport.Address));
            }
        }
    }

    /// <returns>Null when somebody else published meanwhile, so that what was merged is no longer what is there.</returns>
    private async Task<PublishResult?> TryPublishAsync(ListedRepository source, CancellationToken cancellationToken)
    {
        string state = await destination.GetStateAsync(cancellationToken).ConfigureAwait(false);
        ListedRepository? there = await ListedRepository
            .ReadAsync(source.Header.Name, destination.Transport, cancellationToken).ConfigureAwait(false);
        ImmutableArray<ListedPackage> packages = Merge(source, there);
        Check(packages);

        ImmutableArray<PlacedPackage> placed = await PutPackagesAsync(source, there, packages, cancellationToken).ConfigureAwait(false);
        using PendingArchive tree = await MergedArchives.WriteTreeAsync(request.WorkFolder, packages, cancellationToken).ConfigureAwait(false);
        using PendingArchive meta = await MergedArchives.WriteMetaAsync(request.WorkFolder, placed, cancellationToken).ConfigureAwait(false);
        RepositoryHeader header = HeaderOf(source, there, tree, meta);
        if (there is not null && there.Header.HasContentOf(header))
        {
            await SignAsync(await ReadEntryPointAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            return new PublishResult(there.Header, IsChanged: false, placed.Count(item => item.IsSent), packages.Length);
        }
        await PutFilesAsync(header, [tree, meta], cancellationToken).ConfigureAwait(false);
        if (await destination.GetStateAsync(cancellationToken).ConfigureAwait(false) != state)
        {
            return null;
        }
        PublishedNames names = NamesOf(header, source, there, placed, tree, meta);
        await SignAsync(Encoding.UTF8.GetBytes(names.EntryPoint), cancellationToken).ConfigureAwait(false);
        await destination.PointAsync(names, cancellationToken).ConfigureAwait(false);
        return new PublishResult(header, IsChanged: true, placed.Count(item => item.IsSent), packages.Length);
    }

    /// <summary>The source's packages, and those of the destination that the source does not have, in order of category, name and version.</summary>
    private ImmutableArray<ListedPackage> Merge(ListedRepository source, ListedRepository? there)
    {
        Dictionary<PackageId, ListedPackage> all = new(request.KeepsOthers && there is not null ? there.Packages : []);
        foreach ((PackageId id, ListedPackage package) in source.Packages)
        {
            all[id] = package;
        }
        return [.. all.Values.OrderBy(package => package.Entry.Id.Name).ThenBy(package => package.Entry.Id.Version, StringComparer.Ordinal)];
    }

    private void Check(ImmutableArray<ListedPackage> packages)
    {
        DiagnosticBag found = [];
        destination.CheckNames(packages, found);
        DiagnosticBag missing = [];
        PublishedRequirements.Check([.. packages.Select(package => package.Tree.Definition)], request.KnownElsewhere, missing);
        foreach (Diagnostic each in missing)
        {
            found.Add(request.AllowsMissingRequirements ? each : PublishingDiagnostics.RequirementMissing(request.Location, each.Message));
        }
        found.ThrowIfErrors();
        diagnostics.AddRange(found);
    }

    private async Task<ImmutableArray<PlacedPackage>> PutPackagesAsync(
        ListedRepository source, ListedRepository? there, ImmutableArray<ListedPackage> packages, CancellationToken cancellationToken)
    {
        PlacedPackage[] placed = new PlacedPackage[packages.Length];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = request.Width, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, packages.Length, parallel, async (index, token) =>
        {
            ListedPackage package = packages[index];
            ListedPackage? listed = there?.Packages.GetValueOrDefault(package.Entry.Id);
            placed[index] = source.Packages.ContainsKey(package.Entry.Id)
                ? await destination.PutPackageAsync(package, Path.Combine(request.Source, package.Entry.ArchiveFile), listed, token).ConfigureAwait(false)
                : new PlacedPackage(package, package.Entry.ArchiveFile, package.Entry.Image is { Length: > 0 } image ? image : null, IsSent: false);
        }).ConfigureAwait(false);
        return [.. placed];
    }

    private RepositoryHeader HeaderOf(ListedRepository source, ListedRepository? there, PendingArchive tree, PendingArchive meta) => source.Header with
    {
        Type = destination.Type,
        Urls = request.Urls.IsEmpty ? [destination.Transport.Address] : request.Urls,
        Revision = (there?.Header.Revision ?? 0) + 1,
        LastUpdate = request.Epoch,
        Tree = tree.File,
        Meta = meta.File,
    };

    private async Task PutFilesAsync(RepositoryHeader header, PendingArchive[] merged, CancellationToken cancellationToken)
    {
        foreach (PendingArchive archive in merged)
        {
            archive.Publish();
            await destination.PutFileAsync(archive.File.FileName, PathOf(archive), cancellationToken).ConfigureAwait(false);
        }
        if (header.CompilerTree is { } compilerTree)
        {
            await destination
                .PutFileAsync(compilerTree.FileName, Path.Combine(request.Source, compilerTree.FileName), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The signature's name states what it signs, so it is there before the entry point moves.</summary>
    private async Task SignAsync(byte[] entryPoint, CancellationToken cancellationToken)
    {
        if (request.SigningKey is not { } key)
        {
            return;
        }
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(entryPoint));
        string file = Path.Combine(request.WorkFolder, RepositoryFileName.SignatureOf(sha256));
        AtomicFile.WriteIfDifferent(file, key.Sign(sha256));
        await destination.PutFileAsync(Path.GetFileName(file), file, cancellationToken).ConfigureAwait(false);
    }

    private async Task<byte[]> ReadEntryPointAsync(CancellationToken cancellationToken)
    {
        using MemoryStream content = new();
        if (await destination.Transport.OpenFileAsync(RepositoryFileName.EntryPoint, null, cancellationToken).ConfigureAwait(false) is { } file)
        {
            await using (file.ConfigureAwait(false))
            {
                await file.CopyToAsync(content, cancellationToken).ConfigureAwait(false);
            }
        }
        return content.ToArray();
    }

    private PublishedNames NamesOf(
        RepositoryHeader header, ListedRepository source, ListedRepository? there, ImmutableArray<PlacedPackage> placed, PendingArchive tree, PendingArchive meta)
    {
        ImmutableArray<(string, string)>.Builder archives = ImmutableArray.CreateBuilder<(string, string)>();
        archives.Add((tree.ClassicName, PathOf(tree)));
        archives.Add((meta.ClassicName, PathOf(meta)));
        if (header.CompilerTree is { } compilerTree)
        {
            archives.Add(($"compilertree.tar{Compression.SuffixOf(compilerTree.Compression)}", Path.Combine(request.Source, compilerTree.FileName)));
        }
        string snapshot = request.Snapshot.Length > 0 ? request.Snapshot : header.Revision.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return new PublishedNames
        {
            Packages = [.. placed.Where(item => source.Packages.ContainsKey(item.Package.Entry.Id) && IsNew(item, there)).Select(item => new PublishedPackage(item, MetadataOf(item)))],
            Archives = archives.ToImmutable(),
            Snapshot = $"{snapshot}-{RepositoryFileName.EntryPoint}",
            EntryPoint = RepositoryHeaderYaml.Write(header),
        };
    }

    private static bool IsNew(PlacedPackage placed, ListedRepository? there) =>
        placed.IsSent
        || there?.Packages.GetValueOrDefault(placed.Package.Entry.Id) is not { } listed
        || listed.Entry.Image != (placed.Image ?? "")
        || listed.Description != placed.Package.Description;

    private string? MetadataOf(PlacedPackage placed)
    {
        string file = Path.Combine(request.Source, PackageArchiveName.Metadata(placed.Package.Entry.Id));
        return File.Exists(file) ? file : null;
    }

    private string PathOf(PendingArchive archive) => Path.Combine(request.WorkFolder, archive.File.FileName);
}
