using Cos.Sdk.Fetching;
using Cos.Sdk.Files;
using Cos.Sdk.Graphs;
using Cos.Sdk.Planning;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Cos.Sdk.Tasks;

/// <summary>Draws the packages of the build and what they need of one another. Needs files alone.</summary>
[MSBuildMultiThreadableTask]
public sealed class DrawGraph : SourceTask
{
    /// <summary><c>dot</c>, <c>mermaid</c> and <c>html</c>, joined by <c>+</c>.</summary>
    [Required]
    public string Format { get; set; } = "";

    /// <summary>The path of the files without their extension.</summary>
    [Required]
    public string GraphFile { get; set; } = "";

    /// <summary>The files.</summary>
    [Output]
    public ITaskItem[] Files { get; private set; } = [];

    /// <inheritdoc />
    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<GraphFormat> formats = GraphFormats.Parse(Format);
        CosLock content = await CosLockFile.ReadAsync(PathOf(LockFile), cancellationToken).ConfigureAwait(false);
        SourceModel model = LoadSources(content, cancellationToken);
        PackageGraph graph = PackageGraph.Create(model);
        GraphRenderer renderer = new(Path.GetFileNameWithoutExtension(ProjectPath), model, PathOf(ProjectFolder));
        List<ITaskItem> files = [];
        foreach (GraphFormat format in formats)
        {
            string file = PathOf(GraphFile + GraphFormats.ExtensionOf(format));
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            AtomicFile.WriteIfDifferent(file, renderer.Render(graph, format));
            Log.LogMessage(MessageImportance.High, "  {0}", file);
            files.Add(new TaskItem(file));
        }
        Files = [.. files];
    }
}
