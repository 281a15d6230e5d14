using System.Text;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Fetching;

namespace Cos.Sdk.Tests.Fetching;

public sealed class CosLockFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cos-lock-").FullName;

    private string LockPath => Path.Combine(_folder, CosLock.FileName);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task ReadAsync_NoFile_IsEmpty()
    {
        CosLock content = await CosLockFile.ReadAsync(LockPath, default);
        Assert.Empty(content.Seeds);
        Assert.Empty(content.BaseImages);
        Assert.Null(content.Epoch);
    }

    [Fact]
    public async Task WriteIfChanged_WritesSortedWithOnePackageALine()
    {
        Assert.True(CosLockFile.WriteIfChanged(LockPath, Seeds.Lock));

        string expected = $$"""
            {
              "version": 1,
              "baseImages": {
                "debian:12": {
                  "digest": "sha256:{{Seeds.HashOf('a')}}"
                },
                "made-here": {
                  "digest": "sha256:{{Seeds.HashOf('b')}}",
                  "local": true
                }
              },
              "seeds": {
                "cos.local/archive:1": {
                  "tarball": "{{Seeds.HashOf('c')}}",
                  "rootFileSystem": "sha256:{{Seeds.HashOf('d')}}"
                },
                "cos.local/debian:bookworm": {
                  "distribution": "debian",
                  "suite": "bookworm",
                  "variant": "minbase",
                  "architecture": "amd64",
                  "components": [
                    "main"
                  ],
                  "mirrors": [],
                  "requested": [
                    "libc6"
                  ],
                  "date": "2026-11-21T02:10:46Z",
                  "packages": [
                    {"name":"adduser","version":"3.134","architecture":"all","sha256":"{{Seeds.HashOf('1')}}"},
                    {"name":"libc6","version":"2.36-9+deb12u10","architecture":"amd64","sha256":"{{Seeds.HashOf('2')}}"}
                  ],
                  "rootFileSystem": "sha256:{{Seeds.HashOf('e')}}"
                }
              }
            }

            """;
        Assert.Equal(expected, await File.ReadAllTextAsync(LockPath));
    }

    [Fact]
    public async Task WriteIfChanged_SameContent_LeavesTheFileAlone()
    {
        CosLockFile.WriteIfChanged(LockPath, Seeds.Lock);
        DateTime written = DateTime.UnixEpoch.AddYears(40);
        File.SetLastWriteTimeUtc(LockPath, written);

        Assert.False(CosLockFile.WriteIfChanged(LockPath, await CosLockFile.ReadAsync(LockPath, default)));

        Assert.Equal(written, File.GetLastWriteTimeUtc(LockPath));
        Assert.Equal([LockPath], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task ReadAsync_ReturnsWhatWasWritten()
    {
        CosLockFile.WriteIfChanged(LockPath, Seeds.Lock);

        CosLock read = await CosLockFile.ReadAsync(LockPath, default);

        Assert.Equal(Seeds.Lock.BaseImages, read.BaseImages);
        LockedSeed seed = read.Seeds["cos.local/debian:bookworm"];
        Assert.True(seed.Answers(Seeds.Debian));
        Assert.Equal(Seeds.Lock.Seeds["cos.local/debian:bookworm"].Packages, seed.Packages);
        Assert.Equal(Seeds.Lock.Seeds["cos.local/debian:bookworm"].Epoch, seed.Epoch);
        Assert.Equal(seed.Epoch, read.Epoch);
        Assert.Equal("sha256:" + Seeds.HashOf('e'), read.DigestOf("cos.local/debian:bookworm"));
        Assert.Equal("sha256:" + Seeds.HashOf('a'), read.DigestOf("debian:12"));
        Assert.Null(read.DigestOf("other"));
    }

    [Theory]
    [InlineData("{\n  \"version\": 1,\n  \"seeds\": {\n    oops\n", 4)]
    [InlineData("<<<<<<< HEAD\n{}", 1)]
    [InlineData("{\n  \"version\": 1,\n  \"baseImages\": { \"x\": {\n    \"digest\": \"sha256:zz\"\n  } }\n}", 4)]
    [InlineData("{\n  \"version\": 1,\n  \"baseImages\": { \"x\": {\n    \"digest\": 12\n  } }\n}", 4)]
    [InlineData("{\n  \"version\": 1,\n  \"surprise\": {}\n}", 3)]
    [InlineData("{\n  \"version\": 1,\n  \"version\": 1\n}", 3)]
    [InlineData("{ \"baseImages\": {} }", 1)]
    [InlineData("[]", 1)]
    [InlineData("", 1)]
    public async Task ReadAsync_BrokenFile_TellsTheLine(string text, int line)
    {
        await File.WriteAllTextAsync(LockPath, text);

        Diagnostic diagnostic = await FailAsync();

        Assert.Equal("COS7501", diagnostic.Code);
        Assert.Equal((LockPath, line), (diagnostic.Location!.File, diagnostic.Location.Line));
        Assert.DoesNotContain("LineNumber", diagnostic.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Path:", diagnostic.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"name\": \"x\\nPackage: y\", \"version\": \"1\", \"architecture\": \"all\"")]
    [InlineData("\"name\": \"x\", \"version\": \"1\\nPin-Priority: 1\", \"architecture\": \"all\"")]
    [InlineData("\"name\": \"x\", \"version\": \"1*\", \"architecture\": \"all\"")]
    [InlineData("\"name\": \"x\", \"version\": \"1\", \"architecture\": \"../all\"")]
    public async Task ReadAsync_PackageThatCouldLeaveItsLine_IsRefused(string fields)
    {
        string text = $$"""
            {
              "version": 1,
              "seeds": { "x": { "date": "2026-11-21T02:10:46Z", "packages": [
                { {{fields}}, "sha256": "{{Seeds.HashOf('1')}}" }
              ], "rootFileSystem": "sha256:{{Seeds.HashOf('1')}}" } }
            }
            """;
        await File.WriteAllTextAsync(LockPath, text);

        Diagnostic diagnostic = await FailAsync();

        Assert.Equal(("COS7501", 4), (diagnostic.Code, diagnostic.Location!.Line));
    }

    [Fact]
    public async Task ReadAsync_NewerFormat_HasItsOwnCode()
    {
        await File.WriteAllTextAsync(LockPath, "{ \"version\": 2, \"members\": \"that are not known here\" }");
        Assert.Equal("COS7502", (await FailAsync()).Code);
    }

    [Fact]
    public async Task ReadAsync_DeepNesting_IsRefused()
    {
        await File.WriteAllTextAsync(LockPath, new string('[', 100_000), Encoding.UTF8);
        Assert.Equal("COS7501", (await FailAsync()).Code);
    }

    [Fact]
    public void Keep_DropsWhatTheProjectNoLongerNames()
    {
        CosLock kept = Seeds.Lock.Keep(new HashSet<string> { "debian:12" }, new HashSet<string> { "cos.local/archive:1" });

        Assert.Equal(["debian:12"], kept.BaseImages.Keys);
        Assert.Equal(["cos.local/archive:1"], kept.Seeds.Keys);
    }

    private async Task<Diagnostic> FailAsync() =>
        Assert.Single((await Assert.ThrowsAsync<CosException>(() => CosLockFile.ReadAsync(LockPath, default))).Diagnostics);
}
