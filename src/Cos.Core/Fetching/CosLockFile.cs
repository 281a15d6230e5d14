using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Files;

namespace Cos.Sdk.Fetching;

/// <summary>Reads and writes <c>cos.lock.json</c>: sorted, stable, one package a line, so that it merges and its history reads well.</summary>
internal static class CosLockFile
{
    private const long MaximumSize = 64L << 20;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        MaxDepth = 16,
    };

    /// <summary>Reads the lock; an absent file is an empty lock.</summary>
    /// <exception cref="CosException">COS7501 not readable, COS7502 of a newer format.</exception>
    public static async Task<CosLock> ReadAsync(string path, CancellationToken cancellationToken)
    {
        FileInfo file = new(path);
        if (!file.Exists)
        {
            return CosLock.Empty;
        }
        if (file.Length > MaximumSize)
        {
            throw new CosException(FetchingDiagnostics.InvalidLock(new SourceLocation(path), "It is larger than 64 MiB."));
        }
        byte[] content = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        try
        {
            CheckVersion(path, content);
            return FromDocument(JsonSerializer.Deserialize<CosLockDocument>(content, Options)!);
        }
        catch (JsonException fault)
        {
            SourceLocation location = new(path, (int)((fault.LineNumber ?? -1) + 1), fault.LineNumber is null ? 0 : (int)((fault.BytePositionInLine ?? 0) + 1));
            throw new CosException(FetchingDiagnostics.InvalidLock(location, Reason(fault)), fault);
        }
    }

    /// <summary>Writes the lock beside and renames it; leaves the file alone when it says the same already.</summary>
    /// <returns>Whether it was written.</returns>
    public static bool WriteIfChanged(string path, CosLock content) =>
        AtomicFile.WriteIfDifferent(path, Encoding.UTF8.GetString(CosLockWriter.Write(content)));

    private static void CheckVersion(string path, byte[] content)
    {
        // Before the rest, because a newer format may have members that are unknown here.
        using JsonDocument document = JsonDocument.Parse(content, new JsonDocumentOptions { MaxDepth = 16 });
        if (document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("version", out JsonElement version)
            && version.ValueKind == JsonValueKind.Number
            && version.TryGetInt32(out int number)
            && number > CosLockDocument.CurrentVersion)
        {
            throw new CosException(FetchingDiagnostics.NewerLock(new SourceLocation(path), number));
        }
    }

    private static string Reason(JsonException fault)
    {
        // The library appends ". Path: … | LineNumber: … | BytePositionInLine: …", which the location says better.
        string text = fault.Message.ReplaceLineEndings(" ");
        int end = text.IndexOf(" Path: ", StringComparison.Ordinal);
        end = end < 0 ? text.IndexOf(" LineNumber: ", StringComparison.Ordinal) : end;
        return (end < 0 ? text : text[..end]).TrimEnd('.', ' ') + ".";
    }

    private static CosLock FromDocument(CosLockDocument document) => new()
    {
        BaseImages = document.BaseImages.ToImmutableSortedDictionary(
            entry => entry.Key, entry => new LockedBaseImage(entry.Value.Digest, entry.Value.Local), StringComparer.Ordinal),
        Seeds = document.Seeds.ToImmutableSortedDictionary(entry => entry.Key, entry => FromDocument(entry.Value), StringComparer.Ordinal),
        Repositories = document.Repositories.ToImmutableSortedDictionary(
            entry => entry.Key, entry => FromDocument(entry.Value), StringComparer.Ordinal),
    };

    private static LockedRepository FromDocument(CosLockDocument.Repository repository) => new()
    {
        Type = repository.Type,
        Urls = [.. repository.Urls],
        Reference = repository.Reference ?? "",
        Revision = repository.Revision,
        Tree = FromDocument(repository.Tree),
        Meta = FromDocument(repository.Meta),
        CompilerTree = repository.CompilerTree is null ? null : FromDocument(repository.CompilerTree),
        SignedBy = repository.SignedBy ?? "",
        Packages = [.. (repository.Packages ?? []).Select(archive => new LockedArchive(archive.Name, archive.Version, archive.Sha256, archive.Digest))],
    };

    private static LockedFile FromDocument(CosLockDocument.File file) => new(file.Name, file.Sha256);

    private static LockedSeed FromDocument(CosLockDocument.Seed seed) => new()
    {
        Tarball = seed.Tarball ?? "",
        Distribution = seed.Distribution switch
        {
            null or "debian" => SeedDistribution.Debian,
            "ubuntu" => SeedDistribution.Ubuntu,
            _ => throw new JsonException("The distribution of a seed is 'debian' or 'ubuntu'."),
        },
        Suite = seed.Suite ?? "",
        Variant = seed.Variant ?? "",
        Architecture = seed.Architecture ?? "",
        Components = [.. seed.Components ?? []],
        Mirrors = [.. seed.Mirrors ?? []],
        Requested = [.. seed.Requested ?? []],
        Epoch = seed.Date is null
            ? 0
            : DateTimeOffset.ParseExact(seed.Date, LockTextConverter.DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
                .ToUnixTimeSeconds(),
        Packages = [.. (seed.Packages ?? []).Select(package =>
            new LockedPackage(package.Name, package.Version, package.Architecture, package.Sha256))],
        RootFileSystem = seed.RootFileSystem,
    };
}
