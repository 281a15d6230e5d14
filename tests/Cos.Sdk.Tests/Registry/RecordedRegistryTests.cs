using System.Formats.Tar;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text.Json;
using Cos.Sdk.IntegrationTests.Sdk;

namespace Cos.Sdk.IntegrationTests.Registry;

/// <summary>What the classic client asked of a registry, and what it got there, asked of a repository of ours.</summary>
public sealed class RecordedRegistryTests(PackedSdk sdk) : IDisposable
{
    private const string Name = "sample";

    private static readonly string Recorded = Path.Combine(PackedSdk.FindRepository(), "tests/golden/repo-registry");

    private readonly HttpClient _http = new();

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task A_published_repository_has_the_recorded_tags_and_images_and_answers_the_recorded_requests()
    {
        await using RegistryProcess registry = await RegistryProcess.StartAsync();
        _http.BaseAddress = new Uri($"http://{registry.Host}/");
        using Sandbox box = await sdk.CreateSandboxAsync();
        box.WriteProject("<ItemGroup><CosValues Include=\"values.yaml\" /></ItemGroup>");
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Recorded, "tree"), "*", SearchOption.AllDirectories))
        {
            string text = await File.ReadAllTextAsync(file);
            box.Write(
                Path.Combine("packages", Path.GetRelativePath(Path.Combine(Recorded, "tree"), file)),
                text.Replace("image: debian:bookworm-slim", "image: cos.local/test:busybox\nenv:\n- PATH=/bin", StringComparison.Ordinal));
        }
        box.Write("values.yaml", "{}\n");
        (await box.DotnetAsync(
            "publish", "-p:target=Repository", $"-p:CosFinalRepository={registry.Host}/{Name}", "-p:CosBuildPackages=app/plus%3Bapp/foo%3Bdistro/base")).AssertSucceeded();

        await CompareTagsAsync();
        await CompareImagesAsync();
        await ReplayAsync();
    }

    private async Task CompareTagsAsync()
    {
        using JsonDocument list = JsonDocument.Parse(await _http.GetStringAsync($"v2/{Name}/tags/list"));
        HashSet<string> tags = [.. list.RootElement.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()!)];

        // The recorded snapshot is named by its time, ours by its revision.
        string[] wanted = [.. File.ReadLines(Path.Combine(Recorded, "expected.tags.txt")).Where(tag => !char.IsAsciiDigit(tag[0])), "1-repository.yaml"];
        Assert.Equal([], wanted.Where(tag => !tags.Contains(tag)));
    }

    private async Task CompareImagesAsync()
    {
        string[] files = Directory.GetFiles(Recorded, "expected.*.manifest.txt");
        Assert.Equal(5, files.Length);
        foreach (string file in files)
        {
            string tag = Path.GetFileName(file)["expected.".Length..^".manifest.txt".Length];
            string[] recorded = await File.ReadAllLinesAsync(file);
            using HttpResponseMessage response = await GetManifestAsync(tag);
            using JsonDocument manifest = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            JsonElement layer = Assert.Single(manifest.RootElement.GetProperty("layers").EnumerateArray());
            JsonElement config = manifest.RootElement.GetProperty("config");
            using JsonDocument image = JsonDocument.Parse(await _http.GetStringAsync(BlobOf(config)));
            Assert.Equal<string[]>(recorded[..4],
            [
                $"Content-Type: {response.Content.Headers.ContentType}",
                $"config mediaType: {config.GetProperty("mediaType").GetString()}",
                DescriptionOf(image.RootElement),
                $"layer mediaType: {layer.GetProperty("mediaType").GetString()}",
            ]);
            Assert.Equal([.. recorded[4..].Select(line => WithoutSize(line.Trim()))], (await ListAsync(layer)).Select(WithoutSize));
        }
    }

    /// <summary>Each blob is the layer of the manifest that was asked for before it.</summary>
    private async Task ReplayAsync()
    {
        JsonElement layer = default;
        foreach (string line in await File.ReadAllLinesAsync(Path.Combine(Recorded, "expected.client-requests.txt")))
        {
            string path = line.Split('\t')[1].TrimStart('/');
            if (path.Contains("/manifests/", StringComparison.Ordinal))
            {
                using HttpResponseMessage response = await GetManifestAsync(path[(path.LastIndexOf('/') + 1)..]);
                using JsonDocument manifest = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
                layer = manifest.RootElement.GetProperty("layers")[0].Clone();
            }
            else
            {
                using HttpResponseMessage response = await _http.GetAsync(path.Contains("/blobs/", StringComparison.Ordinal) ? BlobOf(layer) : path);
                Assert.True(response.IsSuccessStatusCode, $"{line}: {response.StatusCode}");
            }
        }
    }

    private async Task<HttpResponseMessage> GetManifestAsync(string tag)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"v2/{Name}/manifests/{tag}");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/vnd.docker.distribution.manifest.v2+json"));
        HttpResponseMessage response = await _http.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, $"{tag}: {response.StatusCode}");
        return response;
    }

    private static string BlobOf(JsonElement descriptor) => $"v2/{Name}/blobs/{descriptor.GetProperty("digest").GetString()}";

    private static string DescriptionOf(JsonElement image)
    {
        string keys = string.Join(", ", image.EnumerateObject().Select(property => $"'{property.Name}'").Order(StringComparer.Ordinal));
        return $"config keys: [{keys}] os/arch: {image.GetProperty("os").GetString()} {image.GetProperty("architecture").GetString()} config: {image.GetProperty("config")}";
    }

    private async Task<List<string>> ListAsync(JsonElement layer)
    {
        List<string> entries = [];
        await using Stream blob = await _http.GetStreamAsync(BlobOf(layer));
        await using GZipStream content = new(blob, CompressionMode.Decompress);
        await using TarReader reader = new(content);
        while (await reader.GetNextEntryAsync() is { } entry)
        {
            bool isFolder = entry.EntryType == TarEntryType.Directory;
            string mode = Convert.ToString((isFolder ? 0x4000 : 0x8000) | (int)entry.Mode, 8);
            entries.Add($"{(isFolder ? 'd' : '-')} 0o{mode} {entry.Uid} {entry.Gid} {entry.Length} {entry.Name.TrimEnd('/')}");
        }
        return entries;
    }

    /// <summary>Of the files of a repository itself the sizes depend on what is in them; those of packages have to be equal.</summary>
    private static string WithoutSize(string entry)
    {
        string[] words = entry.Split(' ');
        return words[5].EndsWith(".yaml", StringComparison.Ordinal) || words[5].EndsWith(".gz", StringComparison.Ordinal)
            ? string.Join(' ', [.. words[..4], "-", words[5]])
            : entry;
    }
}
