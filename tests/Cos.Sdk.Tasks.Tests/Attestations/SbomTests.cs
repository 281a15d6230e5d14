using System.Text.Json;
using System.Text.RegularExpressions;
using Cos.Sdk.Artifacts;
using Cos.Sdk.Attestations;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Fetching;
using Cos.Sdk.Tests.Artifacts;
using Cos.Sdk.Tests.Repositories;
using Cos.Sdk.Trees;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Tests.Attestations;

public sealed partial class SbomTests : IDisposable
{
    private const string Status =
        "Package: libc6\nStatus: install ok installed\nArchitecture: amd64\nSource: glibc\nVersion: 2.36-9+deb12u10\nMaintainer: GNU Libc Maintainers <debian-glibc@lists.debian.org>\nHomepage: https://www.gnu.org/software/libc/libc.html\nDescription: GNU C Library\n more\n\n"
        + "Package: gone\nStatus: deinstall ok config-files\nArchitecture: amd64\nVersion: 1\n\n"
        + "Package: login\nStatus: install ok installed\nArchitecture: amd64\nSource: shadow (1:4.13+dfsg1-1)\nVersion: 1:4.13+dfsg1-1+b1\n\n";

    private static readonly (string, string) Maker = ("Cos.Sdk", "1.2.3");

    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task A_system_is_listed_by_dpkgs_database_in_its_archive()
    {
        Sbom sbom = await ReadSystemAsync(
            Tars.Bare(Tars.Folder("etc")), Tars.Bare(Tars.Symlink("etc/os-release", "../usr/lib/os-release")),
            Tars.Text("usr/lib/os-release", "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\nVERSION_ID=\"12\"\n"), Tars.Text("var/lib/dpkg/status", Status));

        Assert.Equal(
            [
                "pkg:deb/debian/libc6@2.36-9%2Bdeb12u10?arch=amd64&distro=debian-12&upstream=glibc%402.36-9%2Bdeb12u10",
                "pkg:deb/debian/login@1:4.13%2Bdfsg1-1%2Bb1?arch=amd64&distro=debian-12&upstream=shadow%401:4.13%2Bdfsg1-1",
            ],
            sbom.Components.Select(component => component.Purl));
        AssertSpdx(SpdxWriter.Write(sbom));
        AssertCycloneDx(CycloneDxWriter.Write(sbom));
    }

    [Fact]
    public async Task A_system_without_the_database_is_listed_alone() =>
        Assert.Empty((await ReadSystemAsync(Tars.Text("etc/hostname", "x"))).Components);

    [Fact]
    public void A_tree_is_listed_with_what_its_packages_require_and_the_images_below()
    {
        PackageDefinition system = Definition("system", "os", "1.0") with
        {
            License = "GPL-2+ with exceptions", Description = "The system", Requires = [new PackageRequirement(new PackageName("app", "tool"), ">=1.0", null)],
        };
        CosLock content = new()
        {
            BaseImages = CosLock.Empty.BaseImages.Add("quay.io/org/base:latest", new LockedBaseImage("sha256:" + new string('c', 64))),
            Seeds = CosLock.Empty.Seeds.Add("cos.local/debian:12", new LockedSeed
            {
                RootFileSystem = "sha256:" + new string('d', 64), Packages = [new LockedPackage("base-files", "12.4", "amd64", new string('e', 64))],
            }),
        };
        Sbom sbom = TreeContents.Create(
            "tree", [(system, new string('a', 64)), (Definition("app", "tool", "1.0"), new string('b', 64)), (Definition("app", "tool", "2.0"), new string('b', 64))], content, 1_600_000_000, Maker);

        Assert.Equal(
            ["app/tool@1.0", "app/tool@2.0", "image:cos.local/debian:12", "image:quay.io/org/base:latest", "pkg:deb/debian/base-files@12.4?arch=amd64", "system/os@1.0"],
            sbom.Components.Select(component => component.Reference));
        Assert.Contains(("system/os@1.0", "app/tool@2.0"), sbom.Dependencies);
        Assert.Contains(("image:cos.local/debian:12", "pkg:deb/debian/base-files@12.4?arch=amd64"), sbom.Dependencies);
        Assert.Equal("pkg:oci/base@sha256%3A" + new string('c', 64) + "?repository_url=quay.io%2Forg%2Fbase&tag=latest", sbom.Components[3].Purl);
        AssertSpdx(SpdxWriter.Write(sbom));
        AssertCycloneDx(CycloneDxWriter.Write(sbom));
        Assert.Equal(SpdxWriter.Write(sbom), SpdxWriter.Write(sbom));
        Assert.NotEqual(CycloneDxWriter.Write(sbom), CycloneDxWriter.Write(sbom with { Epoch = 1 }));
    }

    private async Task<Sbom> ReadSystemAsync(params (Cos.Sdk.Artifacts.Tar.TarEntry, byte[])[] entries)
    {
        byte[] archive = await TestRepository.CompressAsync(await Tars.MakeAsync(entries), CompressionAlgorithm.Zstd);
        string file = _temporary["os.package.tar.zst"];
        await File.WriteAllBytesAsync(file, archive);
        string sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(archive));
        return await SystemContents.ReadAsync(file, sha256, Definition("system", "os", "1.0"), 1_600_000_000, Maker, default);
    }

    private static PackageDefinition Definition(string category, string name, string version) =>
        new() { Id = new PackageId(new PackageName(category, name), version), Location = new SourceLocation("definition.yaml") };

    /// <summary>What the JSON schema of SPDX 2.3 asks of the members that are written.</summary>
    private static void AssertSpdx(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        JsonElement root = document.RootElement;
        Assert.Equal(
            ["spdxVersion", "dataLicense", "SPDXID", "name", "documentNamespace", "creationInfo", "packages", "relationships"],
            root.EnumerateObject().Select(member => member.Name));
        Assert.Equal("SPDX-2.3", root.GetProperty("spdxVersion").GetString());
        Assert.Matches(Uuid(), root.GetProperty("documentNamespace").GetString());
        Assert.Equal("2020-09-13T12:26:40Z", root.GetProperty("creationInfo").GetProperty("created").GetString());
        HashSet<string> ids = [.. root.GetProperty("packages").EnumerateArray().Select(package => package.GetProperty("SPDXID").GetString()!), "SPDXRef-DOCUMENT"];
        Assert.Equal(root.GetProperty("packages").GetArrayLength() + 1, ids.Count);
        Assert.All(ids, id => Assert.Matches(SpdxId(), id));
        string[] members =
        [
            "SPDXID", "name", "versionInfo", "primaryPackagePurpose", "downloadLocation", "filesAnalyzed", "supplier", "homepage", "licenseConcluded", "licenseDeclared",
            "licenseComments", "copyrightText", "summary", "checksums", "externalRefs",
        ];
        string[] purposes = ["OPERATING_SYSTEM", "APPLICATION", "CONTAINER", "LIBRARY"];
        foreach (JsonElement package in root.GetProperty("packages").EnumerateArray())
        {
            Assert.All(package.EnumerateObject(), member => Assert.Contains(member.Name, members));
            Assert.Contains(package.GetProperty("primaryPackagePurpose").GetString(), purposes);
        }
        Assert.All(root.GetProperty("relationships").EnumerateArray(), relationship =>
        {
            Assert.Contains(relationship.GetProperty("spdxElementId").GetString()!, ids);
            Assert.Contains(relationship.GetProperty("relatedSpdxElement").GetString()!, ids);
        });
    }

    private static void AssertCycloneDx(string text)
    {
        CycloneDxSchema.AssertValid(text);
        using JsonDocument document = JsonDocument.Parse(text);
        JsonElement root = document.RootElement;
        Assert.Matches(Uuid(), root.GetProperty("serialNumber").GetString());
        HashSet<string> references = [.. root.GetProperty("components").EnumerateArray().Append(root.GetProperty("metadata").GetProperty("component"))
            .Select(component => component.GetProperty("bom-ref").GetString()!)];
        Assert.Equal(root.GetProperty("components").GetArrayLength() + 1, references.Count);
        Assert.All(root.GetProperty("dependencies").EnumerateArray(), dependency =>
        {
            Assert.Contains(dependency.GetProperty("ref").GetString()!, references);
            Assert.All(dependency.GetProperty("dependsOn").EnumerateArray(), needed => Assert.Contains(needed.GetString()!, references));
        });
    }

    [GeneratedRegex("^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")]
    private static partial Regex Uuid();

    [GeneratedRegex("^SPDXRef-[A-Za-z0-9.-]+$")]
    private static partial Regex SpdxId();
}
