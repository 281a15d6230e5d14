using System.Collections.Immutable;
using System.Security.Cryptography;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Repositories;
using Cos.Sdk.Tests.Artifacts;
using Cos.Sdk.Trees;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Tests.Repositories;

/// <summary>A repository in a folder whose index exists in memory only, for tests of installations.</summary>
internal sealed class TestRepository(string name, int priority = 0) : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<RepositoryPackage> _packages = [];

    public string Folder => _folder.Path;

    public PackageRepository Opened => new(
        new RepositoryReference { Name = name, Type = RepositoryType.Disk, Urls = [Folder], Priority = priority },
        new RepositoryIndex(Header(), _packages),
        new DiskTransport([Folder]));

    /// <summary>Adds a package such as <c>c/one@1.0</c> whose requirements are written likewise.</summary>
    public Task AddAsync(string id, params (TarEntry, byte[])[] entries) => AddAsync(id, [], entries);

    public async Task AddAsync(
        string id, string[] requires, (TarEntry, byte[])[] entries, CompressionAlgorithm compression = CompressionAlgorithm.Zstd, string? finalizer = null)
    {
        byte[] archive = await CompressAsync(await Tars.MakeAsync(entries), compression);
        PackageId package = Id(id);
        await File.WriteAllBytesAsync(Path.Combine(Folder, PackageArchiveName.Archive(package, compression)), archive);
        _packages.Add(new RepositoryPackage
        {
            Definition = new PackageDefinition
            {
                Id = package,
                Location = new SourceLocation("/tree/definition.yaml", 1, 1),
                Requires = [.. requires.Select(text => PackageReference.ParseRequirement(text))],
            },
            ArchiveFile = PackageArchiveName.Archive(package, compression),
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(archive)),
            Compression = compression,
            Files = [.. entries.Where(entry => entry.Item1.Kind != TarEntryKind.Directory).Select(entry => entry.Item1.Path)],
            Finalizer = finalizer,
        });
    }

    public string ArchiveOf(string id) => Directory.EnumerateFiles(Folder, $"{Id(id).Fingerprint}.package.*").Single();

    public void Dispose() => _folder.Dispose();

    public static PackageId Id(string text)
    {
        PackageRequirement parsed = PackageReference.ParseRequirement(text);
        return new PackageId(parsed.Name, parsed.Selector);
    }

    public static async Task<byte[]> CompressAsync(byte[] content, CompressionAlgorithm algorithm)
    {
        using MemoryStream compressed = new();
        await using (Stream stream = new Compression(algorithm, 1).OpenWrite(compressed))
        {
            await stream.WriteAsync(content);
        }
        return compressed.ToArray();
    }

    private RepositoryHeader Header()
    {
        RepositoryFile none = new("none", CompressionAlgorithm.None, new string('0', 64));
        return new RepositoryHeader { Name = name, Revision = 7, Tree = none, Meta = none, Urls = ImmutableArray<string>.Empty };
    }
}
