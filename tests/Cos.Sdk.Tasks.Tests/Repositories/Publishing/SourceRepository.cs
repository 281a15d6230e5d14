using System.Security.Cryptography;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Repositories;
using Cos.Sdk.Trees;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Tests.Repositories.Publishing;

/// <summary>The repository of a build, made of packages with given contents.</summary>
internal sealed class SourceRepository(string folder, string name = "sample")
{
    private readonly List<PublishedDefinition> _definitions = [];
    private readonly List<string> _metadata = [];

    public string Folder => folder;

    /// <summary>Adds a package with one file <c>opt/NAME</c>.</summary>
    public Task AddAsync(
        string category, string package, string version, byte[] content, CompressionAlgorithm compression = CompressionAlgorithm.Zstd, params (string Name, string Selector)[] requires) =>
        AddTreeAsync(
            category, package, version,
            [
                (new TarEntry { Path = "opt", Kind = TarEntryKind.Directory, Mode = 0x1ED }, []),
                (new TarEntry { Path = $"opt/{package}", Kind = TarEntryKind.File, Mode = 0x1A4, Size = content.Length }, content),
            ],
            compression, requires);

    /// <summary>Adds a package with given entries.</summary>
    public async Task AddTreeAsync(
        string category, string package, string version, IEnumerable<(TarEntry Entry, byte[] Content)> entries, CompressionAlgorithm compression = CompressionAlgorithm.Zstd,
        params (string Name, string Selector)[] requires)
    {
        Directory.CreateDirectory(folder);
        PackageId id = new(new PackageName(category, package), version);
        string archive = PackageArchiveName.Archive(id, compression);
        string sha256 = await WriteArchiveAsync(Path.Combine(folder, archive), entries, compression);
        string metadata = Path.Combine(folder, PackageArchiveName.Metadata(id));
        string identity = $"name: {package}\n  category: {category}\n  version: \"{version}\"";
        await File.WriteAllTextAsync(metadata, $"""
            path: build/{archive}
            compilespec:
              package:
                name: {package}
                category: {category}
                version: "{version}"
            checksums:
              sha256: {sha256}
            compressiontype: {Compression.NameOf(compression)}
            files:
            - opt/{package}
            runtime:
              {identity}

            """);
        _metadata.Add(metadata);
        _definitions.Add(new PublishedDefinition(
            new PackageDefinition
            {
                Id = id,
                Location = new SourceLocation("/tree/definition.yaml", 1, 1),
                Requires = [.. requires.Select(item => new PackageRequirement(new PackageName(category, item.Name), item.Selector, null))],
            },
            "/tree",
            null));
    }

    /// <summary>Indexes what was added.</summary>
    public async Task<RepositoryUpdate> WriteAsync(long epoch = 1_600_000_000)
    {
        Directory.CreateDirectory(folder);
        return await new RepositoryWriter(
            new RepositoryContent
            {
                Folder = folder,
                Name = name,
                Epoch = epoch,
                MetadataFiles = [.. _metadata.Order(StringComparer.Ordinal)],
                Definitions = [.. _definitions],
                Trees = [],
            },
            []).WriteAsync(default);
    }

    private static async Task<string> WriteArchiveAsync(string file, IEnumerable<(TarEntry Entry, byte[] Content)> entries, CompressionAlgorithm compression)
    {
        await using FileStream target = File.Create(file);
        using HashingStream hash = new(target);
        await using (Stream compressed = new Compression(compression, 1).OpenWrite(hash))
        {
            await using TarStreamWriter tar = new(compressed, file);
            foreach ((TarEntry entry, byte[] content) in entries)
            {
                await tar.WriteEntryAsync(entry, new MemoryStream(content), default);
            }
            await tar.FinishAsync(default);
        }
        return hash.GetSha256();
    }

    /// <summary>Bytes that do not compress, always the same for a seed.</summary>
    public static byte[] Noise(int seed, int length)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>What a client gets: every package's file with the digest of its content, read through a transport with all checks.</summary>
    public static async Task<SortedDictionary<string, string>> ReadAllAsync(IRepositoryTransport transport)
    {
        RepositoryReference reference = new() { Name = "read", Type = RepositoryType.Disk, Urls = [] };
        PackageRepository repository = await RepositoryReader.OpenAsync(reference, transport, default);
        return await ReadAllAsync(repository);
    }

    /// <summary>The same of an opened repository.</summary>
    public static async Task<SortedDictionary<string, string>> ReadAllAsync(PackageRepository repository)
    {
        SortedDictionary<string, string> contents = new(StringComparer.Ordinal);
        foreach (RepositoryPackage package in repository.Index.Packages)
        {
            OpenedArchive archive = (await repository.Transport.OpenArchiveAsync(package, default))!;
            await using Stream content = archive.Content;
            using HashingStream hash = new(content);
            await using DecompressionStream tar = await DecompressionStream.OpenAsync(hash, DecompressionLimits.Default, "test", default);
            await using TarStreamReader reader = new(tar, TarLimits.Default, "test");
            while (await reader.ReadEntryAsync(default) is { } entry)
            {
                if (entry.Kind == TarEntryKind.File)
                {
                    contents[$"{package.Definition.Id} {entry.Path}"] = Convert.ToHexStringLower(await SHA256.HashDataAsync(reader.Content));
                }
            }
            await hash.DrainAsync(default);
            Assert.Equal(archive.Sha256, hash.GetSha256());
        }
        return contents;
    }
}
