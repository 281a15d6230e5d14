using System.Diagnostics;
using System.Globalization;
using System.Text;
using Cos.Sdk.Artifacts.Tar;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.IntegrationTests.Registry;
using Cos.Sdk.IntegrationTests.Sdk;
using Cos.Sdk.Registry;
using Cos.Sdk.Repositories.Publishing;
using Cos.Sdk.Tests.Repositories.Publishing;
using Cos.Sdk.Trust;

namespace Cos.Sdk.IntegrationTests.Device;

/// <summary>Upgrades and resets on real partitions, from folders, repositories and a real registry.</summary>
public sealed class UpgradeTests : IDisposable
{
    private static readonly string Keys = Path.Combine(PackedSdk.FindRepository(), "tests/Cos.Sdk.Tasks.Tests/Data/Trust");

    private readonly LoopSystem _system;

    public UpgradeTests()
    {
        Assert.SkipUnless(LoopSystem.IsPossible, "loop devices are root's to make");
        _system = new LoopSystem();
    }

    public void Dispose() => _system?.Dispose();

    [Fact]
    public async Task Upgrade_FromFolders_KeepsTheOneBefore()
    {
        string output = await UpgradeAsync("1");
        Assert.Equal(("1", "none"), _system.Versions());
        await UpgradeAsync("2");
        Assert.Equal(("2", "1"), _system.Versions());
        await UpgradeAsync("3");
        Assert.Equal(("3", "2"), _system.Versions());

        Assert.Contains("upgraded: the next boot", output, StringComparison.Ordinal);
        Assert.Equal("upgraded 4755", _system.Look("mount -o loop,ro $S/cOS/active.img $I; echo \"$(cat $I/etc/stage) $(stat -c %a $I/bin/busybox)\""));
        string environment = _system.Look("tr -d '#' < $S/grubenv");
        Assert.Contains("saved_entry=cos", environment, StringComparison.Ordinal);
        Assert.Contains("cos_tries=1", environment, StringComparison.Ordinal);
        Assert.Contains("default_menu_entry=Loop 3", environment, StringComparison.Ordinal);
        Assert.Equal("active.img passive.img", _system.Look("ls $S/cOS | tr '\\n' ' '"));
    }

    [Fact]
    public async Task Upgrade_FromThePassiveSystem_LeavesItAlone()
    {
        await UpgradeAsync("1");
        await UpgradeAsync("2");
        _system.CommandLine = "root=LABEL=COS_PASSIVE cos-img/filename=/cOS/passive.img";
        await UpgradeAsync("3");
        Assert.Equal(("3", "1"), _system.Versions());
    }

    /// <summary>The image's room is taken at once, so half way there is nothing that could run out.</summary>
    [Fact]
    public async Task Upgrade_WhatIsWrong_IsSaidAndChangesNothing()
    {
        await UpgradeAsync("1");
        string before = _system.Look("cd $S; find . -type f | sort | xargs sha256sum");
        _system.Unpack("nothing", [LoopSystem.Tree("2")[0]]);
        _system.Write("etc/cos-upgrade-image", "UPGRADE_IMAGE=system/os\n");
        (string Message, string[] Arguments)[] wrong =
        [
            ("is no system that boots: it has no /boot/initrd", ["upgrade", "--directory", _system.PathOf("nothing")]),
            ("there is no folder /none", ["upgrade", "--directory", "/none"]),
            ("usage: cos-upgrade", ["upgrade", "--directory", "/none", "--docker-image", "x"]),
            ("system/os cannot be found without repositories", ["upgrade"]),
            ("COS7200", ["upgrade", "--docker-image", "not an image"]),
            ("this works in the recovery system", ["reset"]),
        ];
        foreach ((string message, string[] arguments) in wrong)
        {
            (int code, string output) = await _system.RunAsync(arguments);
            Assert.Equal(1, code);
            Assert.Contains(message, output, StringComparison.Ordinal);
        }
        _system.Write("etc/cos/config", (await File.ReadAllTextAsync(_system.PathOf("etc/cos/config"), TestContext.Current.CancellationToken)).Replace("=64", "=400", StringComparison.Ordinal));
        (_, string full) = await _system.RunAsync("upgrade", "--directory", _system.PathOf("1"));
        Assert.Contains("are free; nothing was changed", full, StringComparison.Ordinal);
        _system.Write("etc/cos/config", (await File.ReadAllTextAsync(_system.PathOf("etc/cos/config"), TestContext.Current.CancellationToken)).Replace("=400", "=8", StringComparison.Ordinal));
        (_, string large) = await _system.RunAsync("upgrade", "--docker-image", "127.0.0.1:1/none");
        Assert.Contains("COS72", large, StringComparison.Ordinal);
        Assert.Equal(before, _system.Look("cd $S; find . -type f | sort | xargs sha256sum"));
    }

    /// <summary>The process is killed as a power failure would end it; at each moment both systems are whole.</summary>
    [Fact]
    public async Task Upgrade_KilledAtRandomMoments_LeavesWholeSystems()
    {
        await UpgradeAsync("1");
        await UpgradeAsync("2");
        int seed = Environment.GetEnvironmentVariable("COS_SEED") is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"COS_SEED={seed}");
        Random random = new(seed);
        string folder = _system.Unpack("3", LoopSystem.Tree("3"));
        Stopwatch watch = Stopwatch.StartNew();
        await _system.DoAsync("upgrade", "--directory", folder);
        int length = (int)watch.ElapsedMilliseconds;
        (string active, string passive) = _system.Versions();
        for (int i = 0; i < 10; i++)
        {
            string next = (i + 4).ToString(CultureInfo.InvariantCulture);
            folder = _system.Unpack(next, LoopSystem.Tree(next));
            using Process process = _system.Start("upgrade", "--directory", folder);
            // The last third is where names change.
            await Task.Delay(i % 2 == 0 ? random.Next(length) : (length * 2 / 3) + random.Next(length / 3), TestContext.Current.CancellationToken);
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);

            (string nowActive, string nowPassive) = _system.Versions();
            Assert.True(nowActive == active || nowActive == next, $"seed {seed}, {i}: active is {nowActive}");
            Assert.True(nowPassive == passive || nowPassive == active, $"seed {seed}, {i}: passive is {nowPassive}");
            (active, passive) = (nowActive, nowPassive);
        }
        await UpgradeAsync("99");
        Assert.Equal("99", _system.Versions().Active);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Upgrade_FromARegistry_FetchesWhatIsNotThere(bool onePackage)
    {
        await using RegistryProcess registry = await RegistryProcess.StartAsync();
        await using CountingProxy proxy = new(registry.Port);
        Configure(proxy.Host);
        await PublishAsync(registry, "1", 0, onePackage, null);
        proxy.Take();
        string first = await _system.DoAsync("upgrade");
        long whole = proxy.Take();
        Assert.Equal("1", _system.Versions().Active);

        await PublishAsync(registry, "2", 3, onePackage, null);
        proxy.Take();
        string second = await _system.DoAsync("upgrade");
        long part = proxy.Take();
        TestContext.Current.TestOutputHelper!.WriteLine($"first {whole} bytes, second {part}\n{first}\n{second}");
        Assert.Equal(("2", "1"), _system.Versions());
        Assert.True(part < whole / 4, $"{part} of {whole} bytes were fetched");
        string expected = _system.Unpack("expected", LoopSystem.Tree("2", 3));
        Assert.Equal("", _system.Look($"mount -o loop,ro $S/cOS/active.img $I; diff -r {expected} $I 2>&1 | grep -v -e ^Only -e '^diff -r' || true"));
        Assert.Contains("the rest is in the present system", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upgrade_FromASignedRepository_NeedsTheRightKey()
    {
        await using RegistryProcess registry = await RegistryProcess.StartAsync();
        Configure(registry.Host);
        KeyFile keys = new(path => Path.Combine(Keys, path), new Dictionary<string, string>());
        await PublishAsync(registry, "1", 0, onePackage: true, null);
        Directory.CreateDirectory(_system.PathOf("etc/cos/keys"));
        File.Copy(Path.Combine(Keys, "plain.pub"), _system.PathOf("etc/cos/keys/plain.pub"));
        (int unsigned, string why) = await _system.RunAsync("upgrade");
        Assert.True(unsigned == 1 && why.Contains("COS7189", StringComparison.Ordinal), why);

        await PublishAsync(registry, "2", 1, onePackage: true, keys.ReadSigningKey("plain.key"));
        string output = await _system.DoAsync("upgrade");
        Assert.DoesNotContain("signatures are not checked", output, StringComparison.Ordinal);
        Assert.Equal("2", _system.Versions().Active);

        File.Delete(_system.PathOf("etc/cos/keys/plain.pub"));
        using (System.Security.Cryptography.ECDsa other = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256))
        {
            _system.Write("etc/cos/keys/other.pub", other.ExportSubjectPublicKeyInfoPem());
        }
        (int stranger, why) = await _system.RunAsync("upgrade");
        Assert.True(stranger == 1 && why.Contains("COS7190", StringComparison.Ordinal), why);
        Assert.Contains("the settings say so", await _system.DoAsync("upgrade", "--no-verify"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upgrade_FromAnImage_AppliesItsLayersAndChecksItsSignature()
    {
        await using RegistryProcess registry = await RegistryProcess.StartAsync();
        using RegistryClient client = new(new RegistryOptions(), new AnonymousCredentials());
        ImageReference name = ImageReference.Parse($"{registry.Host}/os/image");
        string digest = await PutImageAsync(client, name,
            [.. LoopSystem.Tree("1"), (new TarEntry { Path = "gone", Kind = TarEntryKind.File, Mode = 0x1A4 }, [])],
            [(new TarEntry { Path = ".wh.gone", Kind = TarEntryKind.File, Mode = 0x1A4 }, []), LoopSystem.Tree("2")[4]]);
        await _system.DoAsync("upgrade", "--docker-image", name.WithTag("v1").ToString());
        Assert.Equal("2", _system.Versions().Active);
        Assert.Equal("gone", _system.Look("mount -o loop,ro $S/cOS/active.img $I; [ -e $I/gone ] || echo gone"));

        Directory.CreateDirectory(_system.PathOf("etc/cos/keys"));
        File.Copy(Path.Combine(Keys, "plain.pub"), _system.PathOf("etc/cos/keys/plain.pub"));
        (int code, string output) = await _system.RunAsync("upgrade", "--docker-image", name.WithTag("v1").ToString());
        Assert.True(code == 1 && output.Contains("is not signed by a key of /etc/cos/keys", StringComparison.Ordinal), output);
        await SignImageAsync(client, name, "sha256:" + new string('0', 64), digest);
        Assert.Equal(1, (await _system.RunAsync("upgrade", "--docker-image", name.WithTag("v1").ToString())).Code);
        await SignImageAsync(client, name, digest, digest);
        await _system.DoAsync("upgrade", "--docker-image", name.WithTag("v1").ToString());
    }

    [Fact]
    public async Task Recovery_IsUpgradedAndResetsTheSystem()
    {
        await UpgradeAsync("1");
        await _system.DoAsync("upgrade", "--recovery", "--directory", _system.Unpack("R", LoopSystem.Tree("R")));
        Assert.Equal(("1", "none"), _system.Versions());
        Assert.Equal("recovery.squashfs R", _system.Look("mount -o loop,ro $R/cOS/recovery.squashfs $I; echo $(ls $R/cOS) $(sed -n s/VERSION=//p $I/etc/os-release)"));

        // A package that holds a squashfs is taken as it is.
        _system.Look($"mkdir -p {_system.PathOf("ready/cOS")}; cp $R/cOS/recovery.squashfs {_system.PathOf("ready/cOS")}");
        await _system.DoAsync("upgrade", "--recovery", "--directory", _system.PathOf("ready"));
        Assert.Equal(_system.Look("sha256sum < $R/cOS/recovery.squashfs"), _system.Look($"sha256sum < {_system.PathOf("ready/cOS/recovery.squashfs")}"));

        _system.Sentinel = "recovery_mode";
        _system.CommandLine = "root=live:LABEL=COS_RECOVERY rd.live.squashimg=/cOS/recovery.squashfs";
        Assert.Contains("cannot be upgraded while it runs", (await _system.RunAsync("upgrade", "--recovery", "--directory", "/etc")).Output, StringComparison.Ordinal);
        _system.Look("echo damaged > $S/cOS/active.img; echo junk > $S/junk");
        await _system.DoAsync("reset");
        Assert.Equal(("R", "R"), _system.Versions());
        Assert.Equal("reset", _system.Look("mount -o loop,ro $S/cOS/active.img $I; cat $I/etc/stage; [ ! -e $S/junk ]; [ -f $S/grub2/grub.cfg ]"));
    }

    [Fact]
    public async Task Rebrand_NamesTheMenuEntry()
    {
        await UpgradeAsync("1");
        _system.Write("etc/cos/config", (await File.ReadAllTextAsync(_system.PathOf("etc/cos/config"), TestContext.Current.CancellationToken)) + "GRUB_ENTRY_NAME='My own'\n");
        Assert.Contains("\"My own\"", await _system.DoAsync("rebrand"), StringComparison.Ordinal);
        Assert.Contains("default_menu_entry=My own", _system.Look("cat $S/grubenv"), StringComparison.Ordinal);
    }

    private async Task<string> UpgradeAsync(string version) => await _system.DoAsync("upgrade", "--directory", _system.Unpack(version, LoopSystem.Tree(version)));

    private void Configure(string host)
    {
        _system.Write("etc/cos-upgrade-image", "UPGRADE_IMAGE=system/os\nCHANNEL_UPGRADES=true\n");
        _system.Write("etc/luet/luet.yaml", $"repositories:\n- {{name: final, type: docker, enable: true, cached: true, priority: 1, urls: [\"{host}/os/final\"]}}\n");
    }

    /// <summary>A system of one package, or of three, of which one changes with the version.</summary>
    private async Task PublishAsync(RegistryProcess registry, string version, int changed, bool onePackage, SigningKey? key)
    {
        SourceRepository source = new(_system.PathOf("source-" + version));
        List<(TarEntry Entry, byte[] Content)> tree = LoopSystem.Tree(version, changed);
        if (onePackage)
        {
            await source.AddTreeAsync("system", "os", version + ".0", tree);
        }
        else
        {
            await source.AddTreeAsync("system", "base", "1.0", tree[20..]);
            await source.AddTreeAsync("system", "os", version + ".0", tree[..20], requires: ("base", ">=1.0"));
            changed = 0;
        }
        await source.WriteAsync();
        using RegistryClient client = new(new RegistryOptions(), new AnonymousCredentials());
        DiagnosticBag diagnostics = [];
        RegistryDestination destination = new(
            client, ImageReference.Parse($"{registry.Host}/os/final"), ImagePlatform.Parse("linux/amd64"), new LayerRecords(_system.PathOf("layers.json")), [], diagnostics);
        PublishRequest request = new() { Source = source.Folder, WorkFolder = _system.PathOf("work"), Epoch = 1_600_000_000, SigningKey = key };
        await new RepositoryPublisher(destination, request, diagnostics).PublishAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<string> PutImageAsync(RegistryClient client, ImageReference name, params List<(TarEntry Entry, byte[] Content)>[] layers)
    {
        List<string> tars = [];
        List<ContentDescriptor> stored = [];
        foreach (List<(TarEntry Entry, byte[] Content)> entries in layers)
        {
            using MemoryStream tar = new();
            TarStreamWriter writer = new(tar, "layer");
            await using (writer.ConfigureAwait(true))
            {
                foreach ((TarEntry entry, byte[] content) in entries)
                {
                    await writer.WriteEntryAsync(entry, new MemoryStream(content), CancellationToken.None);
                }
                await writer.FinishAsync(CancellationToken.None);
            }
            stored.Add(new ContentDescriptor { MediaType = MediaTypes.DockerLayer, Digest = await SendAsync(tar.ToArray()), Size = tar.Length });
            tars.Add(ContentDigest.Of(tar.ToArray()));
        }
        byte[] configuration = Encoding.UTF8.GetBytes($$"""{"architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":[{{string.Join(',', tars.Select(tar => $"\"{tar}\""))}}] } }""");
        string list = string.Join(',', stored.Select(layer => $$"""{"mediaType":"{{layer.MediaType}}","digest":"{{layer.Digest}}","size":{{layer.Size}}}"""));
        string config = $$"""{"mediaType":"{{MediaTypes.DockerConfiguration}}","digest":"{{await SendAsync(configuration)}}","size":{{configuration.Length}}}""";
        byte[] manifest = Encoding.UTF8.GetBytes($$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.DockerManifest}}","config":{{config}},"layers":[{{list}}]}""");
        return await client.PutManifestAsync(name.WithTag("v1"), MediaTypes.DockerManifest, manifest, CancellationToken.None);

        async Task<string> SendAsync(byte[] content) => (await client.UploadBlobAsync(name, BlobSource.Of(content), null, CancellationToken.None)).Digest;
    }

    /// <summary>As cosign does it.</summary>
    private static async Task SignImageAsync(RegistryClient client, ImageReference name, string stated, string digest)
    {
        SigningKey key = new KeyFile(path => Path.Combine(Keys, path), new Dictionary<string, string>()).ReadSigningKey("plain.key")!;
        byte[] statement = Encoding.UTF8.GetBytes(
            $$$"""{"critical":{"identity":{"docker-reference":"x"},"image":{"docker-manifest-digest":"{{{stated}}}" },"type":"cosign container image signature"},"optional":null}""");
        string hash = ContentDigest.Of(statement)[7..];
        await client.UploadBlobAsync(name, BlobSource.Of(statement), null, CancellationToken.None);
        byte[] configuration = "{}"u8.ToArray();
        await client.UploadBlobAsync(name, BlobSource.Of(configuration), null, CancellationToken.None);
        string layer = $$$"""{"mediaType":"application/vnd.dev.cosign.simplesigning.v1+json","digest":"sha256:{{{hash}}}","size":{{{statement.Length}}},"annotations":{"dev.cosignproject.cosign/signature":"{{{key.Sign(hash).Trim()}}}" } }""";
        string config = $$"""{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"{{ContentDigest.Of(configuration)}}","size":{{configuration.Length}}}""";
        byte[] manifest = Encoding.UTF8.GetBytes($$"""{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{{config}},"layers":[{{layer}}]}""");
        await client.PutManifestAsync(name.WithTag(digest.Replace(':', '-') + ".sig"), "application/vnd.oci.image.manifest.v1+json", manifest, CancellationToken.None);
    }
}
