using Cos.Sdk.Diagnostics;
using Cos.Sdk.Graphs;
using Cos.Sdk.Planning;
using Cos.Sdk.Versions;

namespace Cos.Sdk.Tests.Graphs;

/// <summary>A project with own packages below <c>own</c> and inherited ones below <c>base</c>.</summary>
internal sealed class GraphTree : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("cos-graph-").FullName;

    public string SystemPackage { get; init; } = "";

    public string[] BuildPackages { get; init; } = [];

    /// <summary>The package <c>c/NAME@VERSION</c> in <c>FOLDER/NAME-VERSION</c>.</summary>
    public GraphTree Add(string folder, string name, string version, string build, string definition = "")
    {
        string path = Path.Combine(Root, folder, $"{name}-{version}");
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, "definition.yaml"), $"name: {name}\ncategory: c\nversion: \"{version}\"\n{definition}");
        File.WriteAllText(Path.Combine(path, "build.yaml"), build);
        return this;
    }

    /// <summary>Lines of build.yaml; the requirements stand in lines 2 and on.</summary>
    public static string Requires(params string[] wishes) => $"requires:\n{string.Concat(wishes.Select(Wish))}";

    public static string Wish(string wish)
    {
        string[] parts = wish.Split('@');
        return $"- {{category: c, name: {parts[0]}, version: \"{(parts.Length > 1 ? parts[1] : ">=0")}\"}}\n";
    }

    public SourceModel Load()
    {
        Directory.CreateDirectory(Path.Combine(Root, "base"));
        return SourceModel.Load(
            new SourceOptions
            {
                Trees = [Path.Combine(Root, "base")],
                OwnFolders = [Path.Combine(Root, "own")],
                Values = [],
                BuildPackages = [.. BuildPackages],
                SystemPackage = SystemPackage,
            },
            DateTimeOffset.UnixEpoch,
            CancellationToken.None);
    }

    public string Draw(GraphFormat format)
    {
        SourceModel model = Load();
        return new GraphRenderer("sample \"OS\"", model, Root).Render(PackageGraph.Create(model), format);
    }

    public string Ask(string package)
    {
        SourceModel model = Load();
        IReadOnlyList<string> lines = new PackageAnswer(model, PackageGraph.Create(model), CancellationToken.None).Answer(PackageReference.ParseRequirement(package));
        return string.Join('\n', lines).Replace(Root + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
    }

    public Diagnostic AskInVain(string package) => Assert.Single(Assert.Throws<CosException>(() => Ask(package)).Diagnostics);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
