using System.Collections.Immutable;
using System.Text;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Artifacts.Merging;
using Cos.Sdk.Artifacts.Metadata;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Engine;
using Cos.Sdk.IntegrationTests.Engine;
using Cos.Sdk.Planning;
using Cos.Sdk.Trees;
using Cos.Sdk.Versions;

namespace Cos.Sdk.IntegrationTests.Artifacts;

/// <summary>Artifacts from images of the machine's engine.</summary>
public sealed class ArtifactMakerTests(EngineFixture fixture) : IDisposable
{
    private const long Epoch = 1_600_000_000;

    private static readonly SourceLocation Here = new("/p/build.yaml", 1, 1);

    private readonly string _folder = Directory.CreateTempSubdirectory("cos-maker-").FullName;

    private readonly DiagnosticBag _diagnostics = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Delta_OfRealSteps_TakesWhatTheyAddedWithTrueParents()
    {
        ArtifactNode node = await BuildAsync("delta", "FROM {base}\nRUN mkdir -p /priv /srv/old /luetbuild && busybox chmod 0700 /priv && echo x > /etc/conf && echo y > /etc/gone\n", new BuildSpec
        {
            Steps = Steps(
                "mkdir -p /opt/x && echo a > /opt/x/a && ln /opt/x/a /opt/x/b && rm /etc/gone",
                "true",
                "echo changed > /etc/conf && ln /bin/busybox /opt/x/box && rm /opt/x/a && echo p > /priv/p && touch /luetbuild/leak",
                "rm -rf /srv && mkdir /srv && touch /srv/new && busybox mkfifo /opt/fifo"),
        }, ArtifactStrategy.Delta);

        MadeArtifact made = (await Maker().MakeAsync([node], Token))[0];

        Assert.Equal(
            ["d0755 opt", "p0644 opt/fifo", "d0755 opt/x", "-0644 opt/x/b", "-0755 opt/x/box", "d0700 priv", "-0644 priv/p", "d0755 srv", "-0644 srv/new"],
            await LinesAsync(made));
        Diagnostic warning = Assert.Single(_diagnostics);
        Assert.Equal("COS6032", warning.Code);
        Assert.Contains("/etc/conf, /etc/gone (deleted), /srv/old (deleted)", warning.Message, StringComparison.Ordinal);
        ArtifactMetadata metadata = ArtifactMetadataReader.ReadFile(made.MetadataFile);
        Assert.Equal((made.Archive.Sha256, "delta-test-1.0.package.tar.zst"), (metadata.Sha256, metadata.ArchiveFile));
        Assert.Contains("opt/x/b", metadata.Files);
    }

    [Fact]
    public async Task Delta_InAnotherFolderAndWithARememberedBase_GivesTheSameBytes()
    {
        ArtifactNode first = await BuildAsync("one", "FROM {base}\n", new BuildSpec { Steps = Steps("mkdir /one && echo 1 > /one/f") }, ArtifactStrategy.Delta);
        ArtifactNode second = await BuildAsync("two", $"FROM {first.Image}\n", new BuildSpec { Steps = Steps("mkdir /two && echo 2 > /two/f", "echo 3 > /two/g") }, ArtifactStrategy.Delta);

        IReadOnlyList<MadeArtifact> together = await Maker("a").MakeAsync([second, first], Token);
        IReadOnlyList<MadeArtifact> alone = await Maker("b").MakeAsync([first], Token);
        IReadOnlyList<MadeArtifact> remembered = await Maker("a").MakeAsync([second], Token);

        Assert.Equal(["d0755 two", "-0644 two/f", "-0644 two/g"], await LinesAsync(together[0]));
        Assert.Equal(["d0755 one", "-0644 one/f"], await LinesAsync(together[1]));
        Assert.Equal(together[1].Archive.Sha256, alone[0].Archive.Sha256);
        Assert.Equal(together[0].Archive.Sha256, remembered[0].Archive.Sha256);
        Assert.Equal(await File.ReadAllTextAsync(together[1].MetadataFile, Token), await File.ReadAllTextAsync(alone[0].MetadataFile, Token));
    }

    [Fact]
    public async Task Changes_TakesChangedAndCopiedPathsAndListsDeletions()
    {
        BuildSpec spec = new()
        {
            Copies = [new CopyEntry(null, fixture.BaseImage, "/bin/busybox", "/copied/box", Here)],
            Environment = ["A=b"],
            Prelude = Steps("echo p > /prelude && echo old > /etc/conf && echo x > /etc/gone"),
            Steps = Steps("echo newer > /etc/conf", "rm /etc/gone", "touch /etc/added"),
        };
        ArtifactNode node = await BuildAsync("changes", "FROM {base}\nRUN echo base > /etc/conf && echo base > /etc/gone\nCOPY --from={base} /bin/busybox /copied/box\nENV A=b\n", spec, ArtifactStrategy.Changes);

        MadeArtifact made = (await Maker().MakeAsync([node], Token))[0];

        Assert.Equal(["d0755 copied", "-0755 copied/box", "d0755 etc", "-0644 etc/added", "-0644 etc/conf"], await LinesAsync(made));
        Assert.Equal(["etc/gone"], ArtifactMetadataReader.ReadFile(made.MetadataFile).Deleted);
        Assert.Empty(_diagnostics);
    }

    [Fact]
    public async Task Unpack_GivesTheImageAndNotItsContainer()
    {
        ArtifactNode node = await BuildAsync(
            "unpack", "FROM {base} AS first\nRUN mkdir /luetbuild /real && echo real > /real/hosts && ln -s ../run/resolv.conf /real/resolv.conf && ln /real/hosts /real/again\nFROM first\nCOPY --from=first /real /etc\n",
            new BuildSpec { Unpack = true, Excludes = [new PathPattern("^/bin/", Here), new PathPattern("^/real/again$", Here)] },
            ArtifactStrategy.Unpack);

        string[] lines = await LinesAsync((await Maker().MakeAsync([node], Token))[0]);

        Assert.Contains("h0644 etc/hosts -> etc/again", lines);
        Assert.Contains("l0777 etc/resolv.conf -> ../run/resolv.conf", lines);
        Assert.Contains("-0644 real/hosts", lines);
        Assert.DoesNotContain(lines, line => line.Contains(".dockerenv", StringComparison.Ordinal) || line.Contains("etc/hostname", StringComparison.Ordinal)
            || line.Contains("dev/console", StringComparison.Ordinal) || line.Contains("luetbuild", StringComparison.Ordinal) || line.Contains("bin/", StringComparison.Ordinal));
        IReadOnlyDictionary<string, string> images = await fixture.Engine.ListImagesAsync(Token);
        Assert.DoesNotContain(images.Keys, tag => tag.Contains("cos-hidden", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PackageDirectory_GivesItsContent_AlsoBehindALink()
    {
        ArtifactNode node = await BuildAsync(
            "directory", "FROM {base}\nRUN mkdir -p /out/usr/bin /out/etc && echo t > /out/usr/bin/tool && ln /out/usr/bin/tool /out/usr/bin/tool2 && echo c > /out/etc/conf && ln -s out /link\n",
            new BuildSpec { PackageDirectory = "/out/", Excludes = [new PathPattern("/tool$", Here)] },
            ArtifactStrategy.PackageDirectory);

        MadeArtifact made = (await Maker().MakeAsync([node], Token))[0];
        MadeArtifact behind = (await Maker("b").MakeAsync([node with { Spec = new BuildSpec { PackageDirectory = "/link" } }], Token))[0];
        CosException error = await Assert.ThrowsAsync<CosException>(
            () => Maker().MakeAsync([node with { Spec = new BuildSpec { PackageDirectory = "/nothing" } }], Token));

        Assert.Equal(["d0755 etc", "-0644 etc/conf", "d0755 usr", "d0755 usr/bin", "-0644 usr/bin/tool2"], await LinesAsync(made));
        Assert.Equal(["d0755 etc", "-0644 etc/conf", "d0755 usr", "d0755 usr/bin", "-0644 usr/bin/tool", "h0644 usr/bin/tool2 -> usr/bin/tool"], await LinesAsync(behind));
        Assert.Equal("COS6041", error.Diagnostics[0].Code);
    }

    [Fact]
    public async Task MergedArtifacts_BecomeAnImage()
    {
        ArtifactNode one = await BuildAsync("m1", "FROM {base}\n", new BuildSpec { Steps = Steps("mkdir /m && echo 1 > /m/a && echo 1 > /m/b") }, ArtifactStrategy.Delta);
        ArtifactNode two = await BuildAsync("m2", "FROM {base}\n", new BuildSpec { Steps = Steps("mkdir /m && echo 22 > /m/b") }, ArtifactStrategy.Delta);
        IReadOnlyList<MadeArtifact> made = await Maker().MakeAsync([one, two], Token);
        MergeSource[] sources = [.. made.Select(artifact => new MergeSource(artifact.Archive.File, artifact.Archive.Sha256))];
        string tag = fixture.Tag("merged");

        await fixture.Engine.ImportImageAsync(
            new ImageImportRequest { Tag = tag, WriteRootFileSystem = (stream, token) => ArchiveMerger.WriteAsync(sources, stream, token) }, Token);

        Stream archive = (await fixture.Engine.GetArchiveAsync(tag, "/m", Token))!;
        await using (archive)
        await using (TarStreamReader reader = new(archive, TarLimits.Default, "m"))
        {
            List<string> found = [];
            while (await reader.ReadEntryAsync(Token) is { } entry)
            {
                using StreamReader text = new(reader.Content, Encoding.UTF8);
                found.Add($"{entry.Path}={(await text.ReadToEndAsync(Token)).Trim()}");
            }
            Assert.Equal(["m=", "m/a=1", "m/b=22"], found);
        }
    }

    [Fact]
    public async Task AnEmptyStrategyAndALostImage_AreToldApart()
    {
        ArtifactNode empty = Node("empty", "", new BuildSpec(), ArtifactStrategy.Empty);
        ArtifactNode lost = Node("lost", fixture.Tag("never-built"), new BuildSpec { Steps = Steps("true") }, ArtifactStrategy.Delta);

        MadeArtifact made = (await Maker().MakeAsync([empty], Token))[0];
        CosException error = await Assert.ThrowsAsync<CosException>(() => Maker().MakeAsync([lost], Token));

        Assert.Empty(await LinesAsync(made));
        Assert.Empty(_diagnostics);
        Assert.Equal("COS6043", error.Diagnostics[0].Code);
    }

    private static ImmutableArray<Step> Steps(params string[] commands) => [.. commands.Select(command => new Step(command, Here))];

    private ArtifactMaker Maker(string place = "a") => new(
        fixture.Engine,
        new ArtifactFolders
        {
            Output = Path.Combine(_folder, place, "out"),
            Cache = Path.Combine(_folder, place, "cache"),
            Temporary = Path.Combine(_folder, place, "tmp"),
            Reports = Path.Combine(_folder, place, "reports"),
        },
        _ => Here,
        _diagnostics);

    private async Task<ArtifactNode> BuildAsync(string name, string dockerfile, BuildSpec spec, ArtifactStrategy strategy)
    {
        string tag = fixture.Tag("artifact-" + name);
        string steps = string.Concat(spec.Prelude.Concat(spec.Steps).Select(step => $"RUN {step.Command}\n"));
        await fixture.BuildAsync(tag, (dockerfile + steps).Replace("{base}", fixture.BaseImage, StringComparison.Ordinal), Token);
        return Node(name, tag, spec, strategy);
    }

    private static ArtifactNode Node(string name, string image, BuildSpec spec, ArtifactStrategy strategy)
    {
        PackageDefinition definition = new() { Id = new PackageId(new PackageName("test", name), "1.0"), Location = Here };
        return new ArtifactNode
        {
            Key = name,
            Package = definition.Id.ToString(),
            Hash = new string('0', 64),
            DependsOn = [],
            Image = image,
            Strategy = strategy,
            StepCount = spec.Steps.Length,
            ContentHash = new string('0', 64),
            Compression = "zstd",
            CompressionLevel = 3,
            Epoch = Epoch,
            Archive = PackageArchiveName.Archive(definition.Id, CompressionAlgorithm.Zstd),
            Metadata = PackageArchiveName.Metadata(definition.Id),
            Definition = definition,
            Spec = spec,
            Chain = [new ChainLink(definition, new string('0', 64))],
        };
    }

    private static async Task<string[]> LinesAsync(MadeArtifact made)
    {
        List<string> lines = [];
        await using PackageArchiveReader reader = await PackageArchiveReader.OpenAsync(made.Archive.File, made.Archive.Sha256, Token);
        while (await reader.ReadEntryAsync(Token) is { } entry)
        {
            Assert.True(entry.ModificationTime <= Epoch);
            char kind = entry.Kind switch
            {
                TarEntryKind.Directory => 'd',
                TarEntryKind.SymbolicLink => 'l',
                TarEntryKind.HardLink => 'h',
                TarEntryKind.Fifo => 'p',
                _ => '-',
            };
            lines.Add($"{kind}{Convert.ToString(entry.Mode, 8).PadLeft(4, '0')} {entry.Path}{(entry.LinkTarget is null ? "" : " -> " + entry.LinkTarget)}");
        }
        return [.. lines];
    }
}
