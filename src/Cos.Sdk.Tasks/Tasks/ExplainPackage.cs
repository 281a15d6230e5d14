using Cos.Sdk.Diagnostics;
using Cos.Sdk.Fetching;
using Cos.Sdk.Graphs;
using Cos.Sdk.Planning;
using Cos.Sdk.Versions;
using Microsoft.Build.Framework;

namespace Cos.Sdk.Tasks;

/// <summary>Says why a package is in the build, and why at its version. Needs files alone.</summary>
[MSBuildMultiThreadableTask]
public sealed class ExplainPackage : SourceTask
{
    /// <summary>The package, as <c>category/name</c> or <c>category/name@selector</c>.</summary>
    public string Package { get; set; } = "";

    /// <inheritdoc />
    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellationToken)
    {
        if (Package.Length == 0)
        {
            throw new CosException(ProjectDiagnostics.InvalidProperty("CosWhyPackage", "", "a package, as category/name or category/name@version"));
        }
        PackageRequirement wish = PackageReference.ParseRequirement(Package);
        CosLock content = await CosLockFile.ReadAsync(PathOf(LockFile), cancellationToken).ConfigureAwait(false);
        SourceModel model = LoadSources(content, cancellationToken);
        PackageGraph graph = PackageGraph.Create(model);
        string folder = Path.TrimEndingDirectorySeparator(PathOf(ProjectFolder)) + Path.DirectorySeparatorChar;
        foreach (string line in new PackageAnswer(model, graph, cancellationToken).Answer(wish))
        {
            Log.LogMessage(MessageImportance.High, "{0}", line.Replace(folder, "", StringComparison.Ordinal));
        }
    }
}
