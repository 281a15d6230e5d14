using System.Collections.Immutable;
using Cos.Sdk.Planning;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Tests.Trees;

public sealed class TreeModesTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("cos-modes-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void ATreeWithoutModes_IsTheFilesAsTheyAre() => Assert.Null(TreeModes.Find(_root));

    [Fact]
    public void WhatWasExecutable_IsSo_AndLinksAreBack_WhateverTheFilesSay()
    {
        Write("tree/pkg/run.sh", "echo\n", (UnixFileMode)0b110_100_100);
        Write("tree/pkg/data", "data\n", (UnixFileMode)0b111_101_101);
        Write("tree/other/file", "\n", (UnixFileMode)0b110_100_100);
        Write("tree/.cos-tree.json", TreeModes.Write(["pkg/run.sh"], new Dictionary<string, string> { ["pkg/link"] = "/etc/passwd", ["other/link"] = "file" }), (UnixFileMode)0b110_100_100);
        ImmutableArray<ContextEntry> entries = ContextScanner.Scan(Path.Combine(_root, "tree/pkg"), new HashSet<string>(), FileHashCache.Open(Path.Combine(_root, "hashes"), verify: true));
        Assert.Equal(
            ["File data 1a4", "Link link /etc/passwd", "File run.sh 1ed"],
            entries.Select(entry => entry.Kind == ContextEntryKind.Link ? $"Link {entry.Path} {entry.Content}" : $"{entry.Kind} {entry.Path} {entry.Mode:x}"));
    }

    [Fact]
    public void ADamagedFile_IsNoModes()
    {
        Write("damaged/.cos-tree.json", "{", (UnixFileMode)0b110_100_100);
        Assert.Null(TreeModes.Find(Path.Combine(_root, "damaged")));
    }

    private void Write(string path, string text, UnixFileMode mode)
    {
        string file = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        File.SetUnixFileMode(file, mode);
    }
}
