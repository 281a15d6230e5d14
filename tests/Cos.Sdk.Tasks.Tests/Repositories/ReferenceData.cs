using Cos.Sdk.Artifacts;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Repositories;
using Cos.Sdk.Tests.Artifacts;
using Cos.Sdk.Trees.Yaml;

namespace Cos.Sdk.Tests.Repositories;

/// <summary>
/// The recorded output of the classic tools for a tree of three packages of which two were built. Digests and times are recorded as
/// placeholders.
/// </summary>
internal static class ReferenceData
{
    public static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Data", "Repositories", "disk");

    /// <summary>For repositories in folders, of which nothing is kept elsewhere.</summary>
    public static readonly DownloadCache NoCache = new("/nonexistent");

    /// <summary>The contents of the archives, in the order recorded.</summary>
    public static readonly IReadOnlyDictionary<string, (TarEntry, byte[])[]> Archives = new Dictionary<string, (TarEntry, byte[])[]>
    {
        ["a"] = [Tars.Bare(Tars.Folder("etc")), Tars.Bare(Tars.Folder("etc/a")), Tars.Text("etc/a/c", "c\n")],
        ["b"] = [Tars.Text("b", "b\n")],
    };

    public static string Text(string file) => File.ReadAllText(Path.Combine(Folder, file)).ReplaceLineEndings("\n");

    public static string[] Lines(string file) => Text(file).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Makes the artifact folder as a build leaves it: archives and metadata.</summary>
    public static async Task<string[]> WriteArtifactsAsync(string folder)
    {
        List<string> metadata = [];
        foreach ((string name, (TarEntry, byte[])[] entries) in Archives)
        {
            string sha256 = await WriteFileAsync(folder, $"{name}-r-1.0.package.tar.zst", await Tars.MakeAsync(entries), CompressionAlgorithm.Zstd);
            string text = Text($"expected.{name}-r-1.0.metadata.yaml").Replace("<HASH>", sha256).Replace("<TIME>", "2022-12-01 10:00:00 +0000 UTC");
            metadata.Add(Path.Combine(folder, $"{name}-r-1.0.metadata.yaml"));
            await File.WriteAllTextAsync(metadata[^1], text);
        }
        return [.. metadata];
    }

    /// <summary>Makes the repository as the classic tools leave it, from the recorded texts.</summary>
    public static async Task WriteRepositoryAsync(string folder)
    {
        string[] metadata = await WriteArtifactsAsync(folder);
        List<(TarEntry, byte[])> tree = [];
        foreach (string line in Lines("expected.repository.tree.tar.gz.txt"))
        {
            string path = line.Split(' ')[3];
            tree.Add(line.StartsWith('d')
                ? Tars.Bare(Tars.Folder(path))
                : Tars.Text(path, Text($"expected.tree.{path.Replace("/", "__")}")));
        }
        string index = Text("expected.repository.meta.yaml").Replace("<TIME>", "2022-12-01 10:00:00 +0000 UTC");
        foreach (string file in metadata)
        {
            int place = index.IndexOf("<HASH>", StringComparison.Ordinal);
            index = string.Concat(index.AsSpan(0, place), Digest(file), index.AsSpan(place + "<HASH>".Length));
        }
        string source = Path.Combine(Folder, "tree");
        byte[] compilerTree = await Tars.MakeAsync(
        [
            Tars.Bare(Tars.Folder("tree")),
            .. Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                .Select(file => Tars.Text($"tree/{Path.GetRelativePath(source, file)}", File.ReadAllText(file))),
        ]);
        string[] digests =
        [
            await WriteFileAsync(folder, "compilertree.tar.gz", compilerTree, CompressionAlgorithm.Gzip),
            await WriteFileAsync(folder, "repository.meta.yaml.tar", await Tars.MakeAsync(Tars.Text("repository.meta.yaml", index, 0x1ED)), CompressionAlgorithm.None),
            await WriteFileAsync(folder, "tree.tar.gz", await Tars.MakeAsync([.. tree]), CompressionAlgorithm.Gzip),
        ];
        string header = Text("expected.repository.rev2.yaml").Replace("<TIME>", "\"1669888800\"");
        foreach (string digest in digests)
        {
            int place = header.IndexOf("<HASH>", StringComparison.Ordinal);
            header = string.Concat(header.AsSpan(0, place), digest, header.AsSpan(place + "<HASH>".Length));
        }
        await File.WriteAllTextAsync(Path.Combine(folder, "repository.yaml"), header);
    }

    /// <summary>The definitions of the recorded tree, copied to a folder.</summary>
    public static PublishedDefinition[] CopyTree(string destination)
    {
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Folder, "tree"), "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(destination, Path.GetRelativePath(Path.Combine(Folder, "tree"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        return [.. Directory.EnumerateFiles(destination, "definition.yaml", SearchOption.AllDirectories).Select(Definition)];
    }

    public static PublishedDefinition Definition(string file)
    {
        string folder = Path.GetDirectoryName(file)!;
        string finalizer = Path.Combine(folder, "finalize.yaml");
        IndexMapping mapping = IndexMapping.Read(File.ReadAllText(file), file, "test", YamlLimits.Default);
        return new PublishedDefinition(IndexedDefinition.Read(mapping), folder, File.Exists(finalizer) ? finalizer : null);
    }

    private static string Digest(string metadata)
    {
        DiagnosticBag diagnostics = [];
        YamlMapping root = (YamlMapping)YamlReader.ReadFile(metadata, diagnostics)!;
        return new IndexMapping(root, metadata, "test").Sha256();
    }

    private static async Task<string> WriteFileAsync(string folder, string name, byte[] tar, CompressionAlgorithm compression)
    {
        byte[] content = await TestRepository.CompressAsync(tar, compression);
        await File.WriteAllBytesAsync(Path.Combine(folder, name), content);
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));
    }
}
