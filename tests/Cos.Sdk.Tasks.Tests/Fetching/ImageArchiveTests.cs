using System.Formats.Tar;
using System.Text;
using Cos.Sdk.Fetching;
using Cos.Sdk.Registry;

namespace Cos.Sdk.Tests.Fetching;

public sealed class ImageArchiveTests : IDisposable
{
    private static readonly ImagePlatform Amd64 = ImagePlatform.Parse("linux/amd64");

    private readonly string _folder = Directory.CreateTempSubdirectory("cos-archive-").FullName;
    private readonly List<(string Name, byte[] Content)> _files = [];

    [Fact]
    public async Task AnOciArchiveGivesTheImageOfThePlatform()
    {
        string amd64 = AddImage("amd64", "one", "two");
        string arm64 = AddImage("arm64", "three");
        AddIndex((amd64, "os:1", "amd64"), (arm64, "os:1", "arm64"));

        using ImageArchive archive = await OpenAsync();
        ArchivedImage image = archive.Find("", Amd64);

        Assert.Equal(["one", "two"], image.Layers.Select(layer => Read(archive, layer)));
        Assert.Contains("\"amd64\"", Encoding.UTF8.GetString(image.Configuration), StringComparison.Ordinal);
        Assert.Equal("three", Read(archive, Assert.Single(archive.Find("os:1", ImagePlatform.Parse("linux/arm64")).Layers)));
    }

    [Fact]
    public async Task OneOfSeveralHasToBeNamed()
    {
        AddIndex((AddImage("amd64", "one"), "first:1", null), (AddImage("amd64", "two"), "second:1", null));
        using ImageArchive archive = await OpenAsync();

        Assert.Contains("2 images", Assert.Throws<InvalidDataException>(() => archive.Find("", Amd64)).Message, StringComparison.Ordinal);
        Assert.Contains("third", Assert.Throws<InvalidDataException>(() => archive.Find("third", Amd64)).Message, StringComparison.Ordinal);
        Assert.Equal("two", Read(archive, Assert.Single(archive.Find("second:1", Amd64).Layers)));
    }

    [Fact]
    public async Task WhatDockerSaveWritesIsReadWithLinkedLayers()
    {
        _files.Add(("c.json", Configuration("amd64", 1)));
        _files.Add(("a/layer.tar", "one"u8.ToArray()));
        _files.Add(("b/layer.tar>../a/layer.tar", []));
        _files.Add(("manifest.json", """[{"Config":"c.json","RepoTags":["os:1"],"Layers":["b/layer.tar"]}]"""u8.ToArray()));
        using ImageArchive archive = await OpenAsync();

        Assert.Equal("one", Read(archive, Assert.Single(archive.Find("os:1", Amd64).Layers)));
        Assert.Contains("linux/arm64", Assert.Throws<InvalidDataException>(() => archive.Find("", ImagePlatform.Parse("linux/arm64"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("index.json", "{")]
    [InlineData("index.json", "{\"manifests\":[{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\"sha256:../../etc/passwd\"}]}")]
    [InlineData("index.json", "{\"manifests\":[{\"digest\":\"sha256:0000000000000000000000000000000000000000000000000000000000000000\"}]}")]
    [InlineData("manifest.json", "[{\"Config\":\"../../etc/passwd\",\"Layers\":[]}]")]
    [InlineData("other", "x")]
    public async Task DamageIsSaid(string name, string text)
    {
        _files.Add((name, Encoding.UTF8.GetBytes(text)));
        using ImageArchive archive = await OpenAsync();

        Assert.Throws<InvalidDataException>(() => archive.Find("", Amd64));
    }

    [Fact]
    public async Task ChangedContentIsSeen()
    {
        string manifest = AddImage("amd64", "one");
        AddIndex((manifest, "os:1", null));
        int index = _files.FindIndex(file => file.Name.EndsWith(manifest["sha256:".Length..], StringComparison.Ordinal));
        _files[index] = (_files[index].Name, [.. _files[index].Content, (byte)' ']);
        using ImageArchive archive = await OpenAsync();

        Assert.Contains("another one", Assert.Throws<InvalidDataException>(() => archive.Find("", Amd64)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string AddImage(string architecture, params string[] layers)
    {
        string configuration = AddBlob(Configuration(architecture, layers.Length));
        string list = string.Join(',', layers.Select(layer => "{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar\",\"digest\":\"" + AddBlob(Encoding.UTF8.GetBytes(layer)) + "\",\"size\":1}"));
        return AddBlob(Encoding.UTF8.GetBytes("{\"schemaVersion\":2,\"config\":{\"digest\":\"" + configuration + "\"},\"layers\":[" + list + "]}"));
    }

    private static byte[] Configuration(string architecture, int layers) => Encoding.UTF8.GetBytes(
        "{\"architecture\":\"" + architecture + "\",\"os\":\"linux\",\"config\":{},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":["
        + string.Join(',', Enumerable.Repeat("\"sha256:x\"", layers)) + "]}}");

    private string AddBlob(byte[] content)
    {
        string digest = ContentDigest.Of(content);
        _files.Add(($"blobs/sha256/{digest["sha256:".Length..]}", content));
        return digest;
    }

    private void AddIndex(params (string Digest, string Name, string? Architecture)[] images) => _files.Add(("./index.json", Encoding.UTF8.GetBytes(
        "{\"schemaVersion\":2,\"manifests\":[" + string.Join(',', images.Select(image =>
            "{\"mediaType\":\"" + MediaTypes.OciManifest + "\",\"digest\":\"" + image.Digest + "\",\"size\":1,\"annotations\":{\"org.opencontainers.image.ref.name\":\"" + image.Name + "\"}"
            + (image.Architecture is null ? "}" : ",\"platform\":{\"os\":\"linux\",\"architecture\":\"" + image.Architecture + "\"}}"))) + "]}")));

    private async Task<ImageArchive> OpenAsync()
    {
        string path = Path.Combine(_folder, "image.tar");
        using (FileStream file = File.Create(path))
        using (TarWriter tar = new(file))
        {
            foreach ((string name, byte[] content) in _files)
            {
                string[] link = name.Split('>');
                tar.WriteEntry(link.Length > 1
                    ? new PaxTarEntry(TarEntryType.SymbolicLink, link[0]) { LinkName = link[1] }
                    : new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
            }
        }
        return await ImageArchive.OpenAsync(path, CancellationToken.None);
    }

    private static string Read(ImageArchive archive, ArchivedLayer layer)
    {
        using StreamReader reader = new(archive.Open(layer));
        return reader.ReadToEnd();
    }
}
