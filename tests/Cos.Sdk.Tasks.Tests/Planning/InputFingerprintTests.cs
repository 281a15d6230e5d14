using Cos.Sdk.Planning;

namespace Cos.Sdk.Tests.Planning;

public sealed class InputFingerprintTests : IDisposable
{
    private static readonly DateTime Later = DateTime.MaxValue;

    private readonly PlanTree _folder = new PlanTree().With("a/one.txt", "one").With("a/two.txt", "two").With("b/three.txt", "three");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Finish_NothingChanged_IsTheSame() => Assert.Equal(Of(_folder.Root), Of(_folder.Root));

    public static TheoryData<string, Action<string>> Changes => new()
    {
        { "content", root => File.WriteAllText(root + "/a/one.txt", "ONE") },
        { "other file by rename", root => { File.WriteAllText(root + "/../swap", "ONE"); File.Move(root + "/../swap", root + "/a/one.txt", overwrite: true); } },
        { "rename", root => File.Move(root + "/a/one.txt", root + "/a/uno.txt") },
        { "move", root => File.Move(root + "/a/one.txt", root + "/b/one.txt") },
        { "removal", root => File.Delete(root + "/a/one.txt") },
        { "addition", root => File.WriteAllText(root + "/a/zero.txt", "") },
        { "empty folder", root => Directory.CreateDirectory(root + "/c") },
        { "mode", root => File.SetUnixFileMode(root + "/a/one.txt", UnixFileMode.UserRead | UnixFileMode.UserExecute) },
        { "link", root => File.CreateSymbolicLink(root + "/a/link", "one.txt") },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Finish_ChangeWithSizesAndTimesPreserved_IsAnother(string what, Action<string> change)
    {
        Dictionary<string, DateTime> times = Times();
        string before = Of(_folder.Root);
        change(_folder.Root);
        foreach ((string path, DateTime time) in times.Where(item => Path.Exists(item.Key)))
        {
            File.SetLastWriteTimeUtc(path, time);
        }
        Assert.True(before != Of(_folder.Root), what);
    }

    [Fact]
    public void Finish_ChangedFileBehindALink_IsAnother()
    {
        using PlanTree outside = new PlanTree().With("target.txt", "one");
        File.CreateSymbolicLink(Path.Combine(_folder.Root, "a/link"), Path.Combine(outside.Root, "target.txt"));
        string before = Of(_folder.Root);
        outside.With("target.txt", "two");
        Assert.NotEqual(before, Of(_folder.Root));
    }

    [Fact]
    public void AddFolder_LinkToItself_Ends()
    {
        Directory.CreateSymbolicLink(Path.Combine(_folder.Root, "a/loop"), "..");
        Assert.Equal(Of(_folder.Root), Of(_folder.Root));
    }

    [Fact]
    public void IsSettled_FileThatChangedJustNow_IsFalse()
    {
        using InputFingerprint now = new(File.GetLastWriteTimeUtc(Path.Combine(_folder.Root, "a/one.txt")));
        now.AddFolder(_folder.Root);
        Assert.False(now.IsSettled);
        using InputFingerprint later = new(Later);
        later.AddFolder(_folder.Root);
        Assert.True(later.IsSettled);
    }

    [Fact]
    public void AddFile_ThatComes_IsAnother()
    {
        string file = Path.Combine(_folder.Root, "values.yaml");
        string before = File(file);
        _folder.With("values.yaml", "");
        Assert.NotEqual(before, File(file));

        static string File(string path)
        {
            using InputFingerprint fingerprint = new(Later);
            fingerprint.AddFile(path);
            return fingerprint.Finish();
        }
    }

    private Dictionary<string, DateTime> Times() => Directory
        .EnumerateFileSystemEntries(_folder.Root, "*", SearchOption.AllDirectories)
        .ToDictionary(path => path, File.GetLastWriteTimeUtc);

    private static string Of(string folder)
    {
        using InputFingerprint fingerprint = new(Later);
        fingerprint.AddFolder(folder);
        return fingerprint.Finish();
    }
}
