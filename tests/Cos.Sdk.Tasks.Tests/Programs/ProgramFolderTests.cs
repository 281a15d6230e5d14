using Cos.Sdk.Diagnostics;
using Cos.Sdk.Programs;

namespace Cos.Sdk.Tests.Programs;

public sealed class ProgramFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("cos-program-").FullName;

    private string Published => Path.Combine(_root, "publish");

    private string Folder => Path.Combine(_root, "package");

    public ProgramFolderTests()
    {
        Directory.CreateDirectory(Folder);
        Publish("fortune", "program");
        Publish("data/list.txt", "one");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void TheFolderHoldsTheProgramTheLinkAndTheSpec()
    {
        Assert.True(ProgramFolder.Write(Package(), Published, Folder));

        Assert.Equal(
            ["build.yaml", "definition.yaml", "root/usr/bin/fortune", "root/usr/lib/fortune/data/list.txt", "root/usr/lib/fortune/fortune"],
            Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file)).Order(StringComparer.Ordinal));
        Assert.Equal("/usr/lib/fortune/fortune", new FileInfo(Path.Combine(Folder, "root/usr/bin/fortune")).LinkTarget);
        Assert.True(File.GetUnixFileMode(Path.Combine(Folder, "root/usr/lib/fortune/fortune")).HasFlag(UnixFileMode.OtherExecute));
        Assert.False(File.GetUnixFileMode(Path.Combine(Folder, "root/usr/lib/fortune/data/list.txt")).HasFlag(UnixFileMode.UserExecute));
    }

    [Fact]
    public void WhatIsRightKeepsItsTimeAndWhatIsGoneGoes()
    {
        ProgramFolder.Write(Package(), Published, Folder);
        DateTime before = File.GetLastWriteTimeUtc(Path.Combine(Folder, "root/usr/lib/fortune/fortune"));
        Assert.False(ProgramFolder.Write(Package(), Published, Folder));

        Publish("fortune", "program");
        Directory.Delete(Path.Combine(Published, "data"), recursive: true);
        Assert.True(ProgramFolder.Write(Package(), Published, Folder));
        Assert.Equal(before, File.GetLastWriteTimeUtc(Path.Combine(Folder, "root/usr/lib/fortune/fortune")));
        Assert.False(Directory.Exists(Path.Combine(Folder, "root/usr/lib/fortune/data")));

        Publish("fortune", "PROGRAM");
        Assert.True(ProgramFolder.Write(Package(), Published, Folder));
        Assert.Equal("PROGRAM", File.ReadAllText(Path.Combine(Folder, "root/usr/lib/fortune/fortune")));
    }

    [Fact]
    public void AChangedNewOrLostFileIsNoticedAndBuildOutputIsNot()
    {
        string project = Path.Combine(Published, "fortune.csproj");
        Publish("fortune.csproj", "<Project />");
        string before = ProgramInputs.Fingerprint("", [], [project]).Hash;

        Publish("obj/x.cs", "generated");
        Publish("bin/x.dll", "made");
        Publish(".git/index", "kept");
        Assert.Equal(before, ProgramInputs.Fingerprint("", [], [project]).Hash);
        Assert.NotEqual(before, ProgramInputs.Fingerprint("another SDK", [], [project]).Hash);

        Publish("new.cs", "a source");
        string more = ProgramInputs.Fingerprint("", [], [project]).Hash;
        Assert.NotEqual(before, more);
        File.SetLastWriteTimeUtc(Path.Combine(Published, "new.cs"), DateTime.UnixEpoch);
        Assert.NotEqual(more, ProgramInputs.Fingerprint("", [], [project]).Hash);

        string linked = Path.Combine(_root, "elsewhere.cs");
        string absent = ProgramInputs.Fingerprint("", [linked], [project]).Hash;
        File.WriteAllText(linked, "linked");
        Assert.NotEqual(absent, ProgramInputs.Fingerprint("", [linked], [project]).Hash);
    }

    private void Publish(string path, string text)
    {
        string file = Path.Combine(Published, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private static ProgramPackage Package() => new()
    {
        Name = "fortune", Category = "app", Version = "1.0.0", Executable = "fortune", Command = "fortune", Prefix = "/usr/lib/fortune",
        Location = new SourceLocation("/os.cosproj"),
    };
}
