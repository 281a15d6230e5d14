using Cos.Sdk.Diagnostics;
using Cos.Sdk.Trees;

namespace Cos.Sdk.Tests.Trees;

/// <summary>A tree in a temporary folder.</summary>
internal sealed class TempTree : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("cos-tree-").FullName;

    public DiagnosticBag Diagnostics { get; } = [];

    public string PathOf(string relative) => Path.Combine(Root, relative);

    /// <summary>Writes a file and returns the tree, so that calls can be chained.</summary>
    public TempTree With(string relative, string text)
    {
        string path = PathOf(relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    public PackageTree Read(params string[] roots) => Read(TreeOptions.Default, roots);

    public PackageTree Read(TreeOptions options, params string[] roots) =>
        TreeReader.Read(roots.Length == 0 ? [Root] : [.. roots.Select(PathOf)], Diagnostics, options);

    /// <summary>The spec of a package with this build file; its place is build.yaml in the root.</summary>
    public BuildSpec? ReadSpec(string build, string? definition = null, string? values = null)
    {
        With("definition.yaml", definition ?? "name: p\ncategory: c\nversion: \"1.0\"\n").With("build.yaml", build);
        PackageTree tree = Read();
        IReadOnlyDictionary<string, object?> merged = values is null
            ? new Dictionary<string, object?>()
            : ValuesReader.Read([With("values.yaml", values).PathOf("values.yaml")], Diagnostics);
        return new BuildSpecReader(tree, merged).Read(Assert.Single(tree.Packages), Diagnostics);
    }

    /// <summary>What was reported: code, file relative to the root, line and column.</summary>
    public string[] Reports => [.. Diagnostics.Select(item =>
        $"{item.Code} {Path.GetRelativePath(Root, item.Location!.File)}({item.Location.Line},{item.Location.Column})")];

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
