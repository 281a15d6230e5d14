using Cos.Sdk.IntegrationTests.Engine;

namespace Cos.Sdk.IntegrationTests.Sdk;

/// <summary>What is in the archives of a build.</summary>
public sealed class ContentTests(PackedSdk sdk)
{
    [Fact]
    public async Task Every_way_to_cut_an_archive_gives_the_content_that_it_promises()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        TinyTree.WriteChain(box);
        box.WritePackage("root", TinyTree.OnSeed + "steps:\n- echo tiny > /etc/hostname.tiny\nunpack: true\nexcludes:\n- ^/var\n");
        box.WritePackage("folder", TinyTree.OnSeed + "steps:\n- mkdir -p /out/etc && echo f > /out/etc/f && echo no > /no\npackage_dir: /out\n");
        box.WritePackage(
            "filtered", TinyTree.OnSeed + "steps:\n- mkdir -p /opt && echo k > /opt/keep && echo d > /opt/drop && echo o > /other\nincludes:\n- ^/opt/\nexcludes:\n- drop$\n");
        box.WritePackage(
            "copied",
            TinyTree.OnSeed + "copy:\n- package: {name: a, category: app, version: \">=0\"}\n  source: /opt/a.txt\n  destination: /copied.txt\n"
            + "steps:\n- mkdir -p /opt && cat /copied.txt > /opt/second.txt\n");
        box.WritePackage(
            "joined",
            """
            join:
            - {name: root, category: app, version: ">=0"}
            - {name: c, category: app, version: ">=0"}
            env:
            - PATH=/bin
            steps:
            - cat /opt/c.txt /etc/hostname.tiny > /opt/joined
            """);
        box.WritePackage(
            "final",
            """
            requires_final_images: true
            requires:
            - {name: root, category: app, version: ">=0"}
            - {name: filtered, category: app, version: ">=0"}
            env:
            - PATH=/bin
            steps:
            - ls /opt > /list
            """);

        box.WritePackage("taker", TinyTree.OnSeed + "retrieve:\n- a-app-1.0.package.tar\nsteps:\n- cat /luetbuild/opt/a.txt > /taken.txt\n");
        box.Write("packages/docked/file.txt", "docked\n");
        box.Write(
            "packages/docked/Dockerfile",
            "FROM cos.local/test:busybox AS made\nENV PATH=/bin\nCOPY . /src\nRUN cat /src/file.txt > /made.txt\n\n"
            + "FROM cos.local/test:busybox\nENV PATH=/bin\nCOPY --from=made /made.txt /made.txt\nRUN mkdir -p /opt && \\\n  cp /made.txt /opt/docked\n");

        await box.BuildAsync("-p:CosDockerfiles=true");

        Assert.Equal("A\n", box.ReadArchive("taker-app-1.0.package.tar.zst", "taken.txt"));
        Assert.Equal(["made.txt", "opt/docked"], box.ListArchive("docked--.package.tar.zst"));
        Assert.Equal(["opt/a.txt"], box.ListArchive("a-app-1.0.package.tar.zst"));
        Assert.Equal(["opt/b.txt"], box.ListArchive("b-app-1.0.package.tar.zst"));
        string[] root = box.ListArchive("root-app-1.0.package.tar.zst");
        Assert.Contains("bin/busybox", root);
        Assert.Contains("etc/hostname.tiny", root);
        Assert.DoesNotContain(root, entry => entry.StartsWith("var", StringComparison.Ordinal));
        Assert.Equal(["etc/f"], box.ListArchive("folder-app-1.0.package.tar.zst"));
        Assert.Equal(["opt/keep"], box.ListArchive("filtered-app-1.0.package.tar.zst"));
        Assert.Equal("A\n", box.ReadArchive("copied-app-1.0.package.tar.zst", "opt/second.txt"));
        Assert.Equal("C\ntiny\n", box.ReadArchive("joined-app-1.0.package.tar.zst", "opt/joined"));
        Assert.Equal("keep\n", box.ReadArchive("final-app-1.0.package.tar.zst", "list"));
    }

    [Fact]
    public async Task Archives_hold_the_same_whatever_compresses_them()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        box.WritePackage("a", TinyTree.OnSeed + "steps:\n- mkdir -p /opt && seq 1 1000 > /opt/a.txt\n");
        List<string> contents = [];
        foreach ((string name, string extension, string unpack) in new[] { ("none", "", "cat"), ("gzip", ".gz", "zcat"), ("zstd", ".zst", "zstdcat") })
        {
            BuildResult built = await box.BuildAsync($"-p:CosCompression={name}");
            Assert.Contains("archive of app/a@1.0", built.MadeNodes);
            string archive = Assert.Single(Directory.EnumerateFiles(box.Repository, "a-app-1.0.package.tar*"));
            Assert.EndsWith(".package.tar" + extension, archive, StringComparison.Ordinal);
            contents.Add(Command.Run("sh", "-c", $"{unpack} '{archive}' | sha256sum"));
        }
        Assert.Single(contents.Distinct());
    }

    [Fact]
    public async Task A_delta_of_changes_has_what_steps_changed_and_names_what_they_deleted()
    {
        using Sandbox box = await sdk.CreateSandboxAsync();
        box.WriteProject("<ItemGroup><CosPackage Include=\"packages\" /><CosPackage Include=\"changes\" Delta=\"changes\" /></ItemGroup>");
        TinyTree.WriteChain(box);
        const string Steps = "requires:\n- {name: a, category: app, version: \">=0\"}\nsteps:\n- echo more >> /opt/a.txt && echo new > /opt/new.txt && rm /etc/os-release\n";
        box.WritePackage("by-key", Steps + "delta: changes\n");
        box.WritePackage("plain", Steps);
        box.Write("changes/by-item/definition.yaml", "name: by-item\ncategory: app\nversion: \"1.0\"\n");
        box.Write("changes/by-item/build.yaml", Steps);

        BuildResult built = await box.BuildAsync();

        Assert.Equal(["opt/new.txt"], box.ListArchive("plain-app-1.0.package.tar.zst"));
        foreach (string package in new[] { "by-key", "by-item" })
        {
            Assert.Equal(["opt/a.txt", "opt/new.txt"], box.ListArchive($"{package}-app-1.0.package.tar.zst"));
            Assert.Equal("A\nmore\n", box.ReadArchive($"{package}-app-1.0.package.tar.zst", "opt/a.txt"));
            Assert.Contains("etc/os-release", await File.ReadAllTextAsync(Path.Combine(box.Repository, $"{package}-app-1.0.metadata.yaml")), StringComparison.Ordinal);
        }
        Assert.Contains(built.Diagnostics, diagnostic => diagnostic.Message.Contains("app/plain", StringComparison.Ordinal) && diagnostic.Message.Contains("a.txt", StringComparison.Ordinal));
        Assert.DoesNotContain(built.Diagnostics, diagnostic => diagnostic.Message.Contains("app/by-", StringComparison.Ordinal));
    }
}
