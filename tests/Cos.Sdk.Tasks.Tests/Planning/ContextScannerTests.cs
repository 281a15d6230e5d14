using System.Diagnostics;
using Cos.Sdk.Diagnostics;
using Cos.Sdk.Planning;

namespace Cos.Sdk.Tests.Planning;

public sealed class ContextScannerTests : IDisposable
{
    private readonly PlanTree _folder = new();

    private readonly HashSet<string> _leftOut = ["build.yaml"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Scan_FilesFoldersAndLinks_AreListedInOrder()
    {
        _folder.With("build.yaml", "").With("b/build.yaml", "x").With("run.sh", "y");
        Directory.CreateDirectory(Path.Combine(_folder.Root, "empty"));
        File.CreateSymbolicLink(Path.Combine(_folder.Root, "loop"), ".");
        File.CreateSymbolicLink(Path.Combine(_folder.Root, "lost"), "/no/such/file");
        File.SetUnixFileMode(Path.Combine(_folder.Root, "run.sh"), (UnixFileMode)0x1c0);
        Assert.Equal(
            ["b Directory 755 ", "b/build.yaml File 644 2d711642", "empty Directory 755 ", "loop Link 777 .", "lost Link 777 /no/such", "run.sh File 755 a1fce436"],
            Scan().Select(entry => $"{entry.Path} {entry.Kind} {Convert.ToString(entry.Mode, 8)} {entry.Content[..Math.Min(8, entry.Content.Length)]}"));
    }

    [Fact]
    public void Scan_Pipe_IsRefused()
    {
        using (Process tool = Process.Start("mkfifo", [Path.Combine(_folder.Root, "pipe")]))
        {
            tool.WaitForExit();
        }
        Assert.Equal("COS4002", Assert.Single(Assert.Throws<CosException>(() => Scan()).Diagnostics).Code);
    }

    [Fact]
    public void HashOf_ReplacedContentWithTheSameSizeAndTime_IsSeen()
    {
        FileInfo file = new(_folder.With("f", "one").Root + "/f");
        FileHashCache first = FileHashCache.Open(CacheFile, verify: false);
        string? before = first.HashOf(file);
        first.Save();
        DateTime time = file.LastWriteTimeUtc;
        File.WriteAllText(file.FullName, "two");
        File.SetLastWriteTimeUtc(file.FullName, time);
        file.Refresh();
        Assert.NotEqual(before, FileHashCache.Open(CacheFile, verify: false).HashOf(file));
    }

    [Fact]
    public void Save_FileThatChangedJustNow_IsNotRemembered()
    {
        // The cache is opened first: what changes after that could change once more within the grain of the clock.
        FileHashCache cache = FileHashCache.Open(CacheFile, verify: false);
        cache.HashOf(new FileInfo(_folder.With("f", "one").Root + "/f"));
        cache.Save();
        Assert.False(File.Exists(CacheFile));
        Thread.Sleep(40);
        cache = FileHashCache.Open(CacheFile, verify: false);
        cache.HashOf(new FileInfo(_folder.Root + "/f"));
        cache.Save();
        Assert.Contains("/f\n", File.ReadAllText(CacheFile), StringComparison.Ordinal);
    }

    [Fact]
    public void HashOf_DamagedCache_IsHashedAnew()
    {
        FileInfo file = new(_folder.With("f", "one").Root + "/f");
        string? hash = FileHashCache.Open(CacheFile, verify: false).HashOf(file);
        _folder.With("hash.cache", "nonsense\n\t\t\n");
        Assert.Equal(hash, FileHashCache.Open(CacheFile, verify: false).HashOf(file));
    }

    private string CacheFile => Path.Combine(_folder.Root, "hash.cache");

    private IEnumerable<ContextEntry> Scan() =>
        ContextScanner.Scan(_folder.Root, _leftOut, FileHashCache.Open(CacheFile, verify: false));
}
