using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Artifacts.Metadata;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;
using Cos.Sdk.Trees;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Tests.Artifacts.Metadata;

/// <summary>The recorded files are luet's; what we write otherwise on purpose is evened out on both sides.</summary>
public sealed partial class ArtifactMetadataTests
{
    private const string Digest = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    private static readonly SourceLocation Here = new("/p/build.yaml", 1, 1);

    private static PackageDefinition Package(string category, string name, string version) =>
        new() { Id = new PackageId(new PackageName(category, name), version), Location = Here };

    private static ImmutableArray<Step> Steps(params string[] commands) => [.. commands.Select(command => new Step(command, Here))];

    private static ArtifactMetadata Metadata(PackageDefinition definition, CompressionAlgorithm compression, params string[] files) => new()
    {
        ArchiveFile = PackageArchiveName.Archive(definition.Id, compression),
        Sha256 = Digest,
        Compression = compression,
        Files = [.. files],
        Definition = definition,
    };

    private static BuildRecord Record(PackageDefinition definition, BuildSpec spec) =>
        new(spec, [new ChainLink(definition, "<HASH>")], "golden/cache", "", 1_600_000_000);

    [Fact]
    public void Write_APlainDelta_EqualsTheRecordedFile()
    {
        PackageDefinition definition = Package("demo", "hello", "1.0");
        BuildSpec spec = new()
        {
            Image = "debian:bookworm-slim",
            Steps = Steps(
                "mkdir -p /opt/hello/empty && echo hi > /opt/hello/hi.txt",
                "ln -s hi.txt /opt/hello/link && chmod 0750 /opt/hello",
                "chmod 0600 /opt/hello/hi.txt && chown 1000:50 /opt/hello/hi.txt"),
        };

        AssertRecorded("hello-demo-1.0", Metadata(definition, CompressionAlgorithm.None, "opt/hello/hi.txt", "opt/hello/link"), Record(definition, spec));
    }

    [Fact]
    public void Write_LabelsAnnotationsAndRunTimeRequirements_EqualsTheRecordedFile()
    {
        PackageDefinition definition = Package("r", "a", "1.0") with
        {
            Requires = [new PackageRequirement(new PackageName("r", "b"), ">=1.0")],
            Labels = ImmutableSortedDictionary<string, string>.Empty.Add("k", "v"),
            Annotations = ImmutableSortedDictionary<string, string>.Empty.Add("config_protect", "/etc/a"),
        };
        BuildSpec spec = new() { Image = "debian:bookworm-slim", Steps = Steps("mkdir -p /etc/a && echo c > /etc/a/c") };

        AssertRecorded("a-r-1.0", Metadata(definition, CompressionAlgorithm.Zstd, "etc/a/c"), Record(definition, spec));
    }

    [Fact]
    public void Write_StepsOfSeveralLinesAndPrelude_EqualsTheRecordedFile()
    {
        PackageDefinition definition = Package("v", "p", "1.0");
        BuildSpec spec = new()
        {
            Image = "debian:bookworm-slim",
            Environment = ["FOO=bar", "PATHX=/a:/b"],
            Prelude = Steps("echo prelude > /prelude.txt"),
            Steps = Steps(
                "cp files/conf.txt /conf.txt && \\\ncp -r files/sub /sub\n",
                "echo \"$FOO $PACKAGE_NAME $PACKAGE_VERSION $PACKAGE_CATEGORY\" > /env.txt; pwd > /pwd.txt",
                "echo one > /one && \\\n  echo two > /two\n"),
        };

        AssertRecorded(
            "env-v-1.0",
            Metadata(definition, CompressionAlgorithm.None, "conf.txt", "env.txt", "one", "pwd.txt", "sub/run.sh", "two"),
            Record(definition, spec));
    }

    [Fact]
    public void Write_CopiesOfImages_EqualsTheRecordedFile()
    {
        PackageDefinition definition = Package("v", "p", "1.0");
        BuildSpec spec = new()
        {
            Image = "debian:bookworm-slim",
            Copies = [new CopyEntry(null, "debian:bookworm-slim", "/etc/debian_version", "/copied/version", Here)],
            Steps = Steps("cat /copied/version > /seen"),
        };

        AssertRecorded("copy-v-1.0", Metadata(definition, CompressionAlgorithm.None, "seen"), Record(definition, spec));
    }

    [Fact]
    public void Write_Subpackages_EqualsTheRecordedFile()
    {
        PackageDefinition definition = Package("v", "p", "1.0");
        BuildSpec spec = new()
        {
            Image = "debian:bookworm-slim",
            Steps = Steps("mkdir -p /usr/share/pdoc /usr/pinc && echo d > /usr/share/pdoc/readme && echo h > /usr/pinc/p.h"),
            Subpackages =
            [
                new Subpackage(Package("v", "p-doc", "1.0"), [new PathPattern("^/usr/share/pdoc.*", Here)], []),
                new Subpackage(Package("v", "p-dev", "1.0") with { Description = "dev files" }, [], [new PathPattern("^/usr/share/pdoc.*", Here)]),
            ],
        };

        AssertRecorded("parts-v-1.0", Metadata(definition, CompressionAlgorithm.None, "usr/pinc/p.h", "usr/share/pdoc/readme"), Record(definition, spec));
    }

    [Fact]
    public void Write_HiddenPackagesAndDeletions_AreToldApart()
    {
        PackageDefinition hidden = Package("v", "p", "1.0") with { Hidden = true };
        string yaml = ArtifactMetadataWriter.ToYaml(Metadata(hidden, CompressionAlgorithm.None, "a") with { Deleted = ["etc/gone"] }, Record(hidden, new BuildSpec()));

        Assert.Contains("\nfiles: []\n", yaml, StringComparison.Ordinal);
        Assert.EndsWith("deleted:\n    - etc/gone\n", yaml, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_ThenRead_GivesTheSame()
    {
        using TemporaryFolder folder = new();
        PackageDefinition definition = Package("r", "a", "1.10") with
        {
            Requires = [new PackageRequirement(new PackageName("r", "b"), ">=1.0")],
            Conflicts = [new PackageRequirement(new PackageName("", "c"), "2")],
            Provides = [new PackageRequirement(new PackageName("x", "y"), "1")],
            Labels = ImmutableSortedDictionary<string, string>.Empty.Add("on", "yes"),
            Description = "a: b # c",
            License = "MIT",
            Uri = ["https://example.org"],
        };
        ArtifactMetadata written = Metadata(definition, CompressionAlgorithm.Gzip, "etc/ünï", "etc/- odd: name") with { Deleted = ["x"] };

        ArtifactMetadataWriter.Write(folder["a.metadata.yaml"], written, Record(definition, new BuildSpec()));
        ArtifactMetadata read = ArtifactMetadataReader.ReadFile(folder["a.metadata.yaml"]);

        Assert.Equal(
            (written.ArchiveFile, written.Sha256, written.Compression, definition.Id, definition.Description, definition.License),
            (read.ArchiveFile, read.Sha256, read.Compression, read.Definition.Id, read.Definition.Description, read.Definition.License));
        Assert.Equal(written.Files, read.Files);
        Assert.Equal(written.Deleted, read.Deleted);
        Assert.Equal(definition.Labels, read.Definition.Labels);
        Assert.Equal(
            ["r/b@>=1.0", "c@2", "x/y@1"],
            read.Definition.Requires.Concat(read.Definition.Conflicts).Concat(read.Definition.Provides).Select(requirement => requirement.ToString()));
    }

    [Fact]
    public void Read_LuetsFile_GivesWhatAClientNeeds()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["m.yaml"], File.ReadAllText(Recorded("a-r-1.0")).Replace("<HASH>", Digest, StringComparison.Ordinal));

        ArtifactMetadata read = ArtifactMetadataReader.ReadFile(folder["m.yaml"]);

        Assert.Equal(("a-r-1.0.package.tar.zst", CompressionAlgorithm.Zstd, "r/a@1.0"), (read.ArchiveFile, read.Compression, read.Definition.Id.ToString()));
        Assert.Equal("/etc/a", read.Definition.Annotations["config_protect"]);
        Assert.Equal(["etc/a/c"], read.Files);
    }

    [Theory]
    [InlineData("path: a.tar", "path: ..", "path")]
    [InlineData("sha256: 0", "sha256: Z", "checksums.sha256")]
    [InlineData("name: a", "name: \"\"", "name")]
    public void Read_WithoutWhatAClientNeeds_IsRefusedByKey(string text, string broken, string key)
    {
        using TemporaryFolder folder = new();
        string yaml = $"path: a.tar\nchecksums:\n    sha256: {Digest}\ncompressiontype: none\nruntime:\n    name: a\n    category: r\n    version: \"1\"\n";
        File.WriteAllText(folder["m.yaml"], yaml.Replace(text, broken, StringComparison.Ordinal));

        CosException error = Assert.Throws<CosException>(() => ArtifactMetadataReader.ReadFile(folder["m.yaml"]));

        Assert.Equal("COS6040", error.Diagnostics[0].Code);
        Assert.Contains($"'{key}'", error.Message, StringComparison.Ordinal);
    }

    private static string Recorded(string name) => Path.Combine(AppContext.BaseDirectory, "Data", "Artifacts", name + ".metadata.yaml");

    private static void AssertRecorded(string name, ArtifactMetadata metadata, BuildRecord build) =>
        Assert.Equal(Even(File.ReadAllText(Recorded(name))), Even(ArtifactMetadataWriter.ToYaml(metadata, build)));

    private static string Even(string yaml)
    {
        yaml = yaml.Replace("path: build/", "path: ", StringComparison.Ordinal)
            .Replace("outputpath: build", "outputpath: \"\"", StringComparison.Ordinal)
            .Replace("path: tree/p", "path: \"\"", StringComparison.Ordinal)
            .Replace("pullimagerepository:\n            - luet/cache", "pullimagerepository: []", StringComparison.Ordinal)
            .Replace("buildvalues:\n            - {}", "buildvalues: []", StringComparison.Ordinal)
            .Replace($"sha256: \"{Digest}\"", "sha256: <HASH>", StringComparison.Ordinal)
            .Replace($"sha256: {Digest}", "sha256: <HASH>", StringComparison.Ordinal);
        yaml = TreeFolder().Replace(yaml, "treedir: \"\"");
        return Timestamp().Replace(yaml, "buildtimestamp: <TIME>");
    }

    [GeneratedRegex("treedir: .*")]
    private static partial Regex TreeFolder();

    [GeneratedRegex("buildtimestamp: .*")]
    private static partial Regex Timestamp();
}
