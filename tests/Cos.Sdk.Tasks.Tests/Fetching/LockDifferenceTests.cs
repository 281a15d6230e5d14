using System.Text;
using Cos.Sdk.Fetching;

namespace Cos.Sdk.Tests.Fetching;

public sealed class LockDifferenceTests
{
    private static readonly LockedFile File = new("tree-1.tar.gz", new string('1', 64));

    private static readonly LockedRepository Repository = new()
    {
        Type = "http",
        Urls = ["https://example.org/repo"],
        Revision = 3,
        Tree = File,
        Meta = File,
        CompilerTree = File,
        Packages = [Archive("system/base", "1.0"), Archive("system/old", "1.0"), Archive("system/same", "1.0")],
    };

    [Fact]
    public void WhatMovedInARepository_IsNamed()
    {
        LockedRepository now = Repository with
        {
            Revision = 4,
            Meta = File with { Sha256 = new string('2', 64) },
            Packages = [Archive("system/base", "1.1"), Archive("system/new", "2.0"), Archive("system/same", "1.0") with { Sha256 = new string('9', 64) }],
        };
        Assert.Equal(
            [
                "repository cos: revision 3 -> 4",
                "  system/base: 1.0 -> 1.1",
                "  system/new: new, 2.0",
                "  system/old: 1.0, no longer taken",
                "  system/same: 1.0, built anew",
            ],
            LockDifference.Between(With(Repository), With(now)));
        Assert.Empty(LockDifference.Between(With(now), With(now)));
    }

    [Fact]
    public void NewAndDroppedRepositories_AndBaseImages_AreNamed()
    {
        CosLock images = CosLock.Empty with { BaseImages = CosLock.Empty.BaseImages.Add("debian:12", new LockedBaseImage("sha256:" + new string('a', 64))) };
        CosLock moved = images with { BaseImages = CosLock.Empty.BaseImages.Add("debian:12", new LockedBaseImage("sha256:" + new string('b', 64))) };
        Assert.Equal(["base image debian:12: aaaaaaaaaaaa -> bbbbbbbbbbbb"], LockDifference.Between(images, moved));
        Assert.Contains("repository cos: new, revision 3", LockDifference.Between(CosLock.Empty, With(Repository)));
        Assert.Contains("repository cos: no longer used", LockDifference.Between(With(Repository), CosLock.Empty));
        Assert.Equal(
            ["repository cos: http https://example.org/repo -> disk /srv"],
            LockDifference.Between(With(Repository), With(Repository with { Type = "disk", Urls = ["/srv"] })));
    }

    [Fact]
    public async Task Repositories_AreWrittenAndReadBack_OnePackageALine()
    {
        CosLock content = With(Repository with { Packages = [Archive("system/base", "1.0") with { Digest = "sha256:" + new string('d', 64) }] });
        string text = Encoding.UTF8.GetString(CosLockWriter.Write(content));
        Assert.Contains("        {\"package\":\"system/base\",\"version\":\"1.0\",\"sha256\":", text, StringComparison.Ordinal);
        string file = Path.Combine(Directory.CreateTempSubdirectory("cos-lock-").FullName, CosLock.FileName);
        CosLockFile.WriteIfChanged(file, content);
        CosLock read = await CosLockFile.ReadAsync(file, default);
        Assert.Empty(LockDifference.Between(content, read));
        Assert.Equal(text, Encoding.UTF8.GetString(CosLockWriter.Write(read)));
        Assert.DoesNotContain("repositories", Encoding.UTF8.GetString(CosLockWriter.Write(CosLock.Empty)), StringComparison.Ordinal);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    private static LockedArchive Archive(string package, string version) => new(package, version, new string('1', 64));

    private static CosLock With(LockedRepository repository) => CosLock.Empty with { Repositories = CosLock.Empty.Repositories.Add("cos", repository) };
}
